// Made by `npm run generate` from contract/api; do not edit.

export interface paths {
    "/v1/archive/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Presigned URLs that each take one PUT of compressed archive lines
         * @description For history too large for the stream; run rebuild-actors afterwards.
         *
         *     Keys: admin.
         */
        post: operations["makeUploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cookies/{cookieId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is known of a cookie
         * @description Keys: server, admin.
         */
        get: operations["getCookie"];
        put?: never;
        post?: never;
        /**
         * Erase a cookie
         * @description Keys: server, admin.
         */
        delete: operations["deleteCookie"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cookies/{cookieId}/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change preferences of a cookie; null removes one
         * @description Keys: server, admin.
         */
        patch: operations["patchCookiePreferences"];
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send events: what users and cookies did
         * @description Each event is judged alone: a bad one never costs a good one. An eventId makes a retry harmless. A browser key may send view, impression, click, search, like, unlike, cart, uncart and hide; its userId counts only with a valid x-user-token for that very user, and is dropped otherwise.
         *
         *     Keys: browser, server, admin.
         */
        post: operations["sendEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the stores answer
         * @description Needs no key.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write up to 500 items; each is judged alone
         * @description Keys: server, admin.
         */
        post: operations["putItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/items/{itemId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an item (a deleted one is answered with status deleted)
         * @description Keys: server, admin.
         */
        get: operations["getItem"];
        /**
         * Write a whole item
         * @description Keys: server, admin.
         */
        put: operations["putItem"];
        post?: never;
        /**
         * Delete an item; a tombstone with status deleted remains
         * @description Keys: server, admin.
         */
        delete: operations["deleteItem"];
        options?: never;
        head?: never;
        /**
         * Change some fields; null removes an optional one
         * @description Keys: server, admin.
         */
        patch: operations["patchItem"];
        trace?: never;
    };
    "/v1/items/{itemId}/together": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An item's neighbours as the batch job counted them: raw rows, unfiltered
         * @description channel in the answer is the one that answered: mobile falls back to web, both to all.
         *
         *     Keys: server, admin.
         */
        get: operations["getTogether"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/items/batch-get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read up to 500 items
         * @description Keys: server, admin.
         */
        post: operations["getItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Models and their versions with figures
         * @description Keys: admin.
         */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{name}/versions/{version}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Serve this version: activate or roll back
         * @description Keys: admin.
         */
        post: operations["activateModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This description
         * @description Needs no key.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pages/{page}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The short, cacheable form of the same
         * @description A browser key may give a userId only with a valid x-user-token for that user.
         *
         *     Keys: browser, server, admin.
         */
        get: operations["getPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pages/{page}/sections/{section}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One section; following nextCursor never repeats an item, and ends
         * @description Keys: browser, server, admin.
         */
        get: operations["getSection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/popular": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Popular items for the given facets, without a user
         * @description Facets beside category are those of the audience; category is also what the items are in.
         *
         *     Keys: browser, server, admin.
         */
        get: operations["getPopular"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The shop's own list, ordered for this actor: search results, a listing page
         * @description By the scores of the category page, as the provider document "rank" has them. An item that nothing speaks for keeps its order behind the others. One that must not be shown (not on sale, for adults, hidden) is in `omitted`.
         *
         *     Keys: server, admin.
         */
        post: operations["rank"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/receipts/{receiptId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The receipt of an erasure
         * @description Keys: server, admin.
         */
        get: operations["getReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recommend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Recommendations for a page, or for sections by name
         * @description force is checked but has no effect yet.
         *
         *     Keys: server, admin.
         */
        post: operations["recommend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What holds: every document with its version; full=true with their contents
         * @description Keys: admin.
         */
        get: operations["listRegistry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registry/{kind}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A document, or one of its versions
         * @description Keys: admin.
         */
        get: operations["getDocument"];
        /**
         * Store a document: the body is the document
         * @description Refused with 409 broken-references when it names what does not exist.
         *
         *     Keys: admin.
         */
        put: operations["putDocument"];
        post?: never;
        /**
         * Delete a document, also one that ships
         * @description Refused with 409 broken-references while others name it. Its history stays.
         *
         *     Keys: admin.
         */
        delete: operations["deleteDocument"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registry/{kind}/{name}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Versions of a document, newest first: who, when, why
         * @description Keys: admin.
         */
        get: operations["getHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registry/{kind}/{name}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store what an older version said as a new one; version 0 is what ships
         * @description Keys: admin.
         */
        post: operations["rollbackDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registry/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change many documents as one: all or nothing
         * @description Keys: admin.
         */
        post: operations["changeRegistry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registry/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What given viewers would see under proposed documents, beside what they see now
         * @description Nothing is stored. The changes are judged as POST /v1/registry/changes would judge them.
         *
         *     Keys: admin.
         */
        post: operations["previewRegistry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registry/schemas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * JSON Schemas of all kinds of documents, for editors
         * @description Keys: admin.
         */
        get: operations["getRegistrySchemas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registry/schemas/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The JSON Schema of one kind of documents
         * @description Keys: admin.
         */
        get: operations["getRegistrySchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs, newest first
         * @description Keys: admin.
         */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{job}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a run of a job; the body holds its parameters
         * @description Keys: admin.
         */
        post: operations["startRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A run: state, steps, counts, times, error in words
         * @description Keys: admin.
         */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a run
         * @description Keys: admin.
         */
        post: operations["stopRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Jobs with the JSON Schema of their parameters
         * @description Keys: admin.
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/user-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A short-lived token with which a browser speaks for this user
         * @description Keys: server, admin.
         */
        post: operations["makeUserToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is known of a user
         * @description Keys: server, admin.
         */
        get: operations["getUser"];
        /**
         * Write a user's profile
         * @description Keys: server, admin.
         */
        put: operations["putUser"];
        post?: never;
        /**
         * Erase a user
         * @description Keys: server, admin.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change preferences; null removes one
         * @description Keys: server, admin.
         */
        patch: operations["patchUserPreferences"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Activation: {
            name: string;
            previous?: string;
            version: string;
        };
        Cluster: {
            evidence: string;
            /** @enum {string} */
            facet: "sex" | "ageBand" | "platform" | "category" | "priceBand" | "payer" | "paidWith" | "behaviour" | "learned";
            name?: string;
            /** @enum {string} */
            source: "preference" | "profile" | "actions" | "model";
            value: string;
            weight: number;
        };
        Cookie: {
            /** @description the groups it belongs to now, and why */
            clusters: components["schemas"]["Cluster"][];
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            cookieId: string;
            /** @description what was done last, newest first */
            history: {
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                itemId?: string;
                /** Format: date-time */
                occurredAt: string;
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                orderId?: string;
                platform?: string;
                price?: number;
                quantity?: number;
                query?: string;
                type: string;
            }[];
            links: {
                /** Format: date-time */
                occurredAt: string;
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                userId: string;
            }[];
            preferences: components["schemas"]["Preferences"];
        };
        /** @description as GET /v1/registry/schemas/{kind} describes it */
        Document: {
            /** @description as the document is addressed; may be left out in a write */
            name?: string;
        } & {
            [key: string]: unknown;
        };
        Erasure: {
            receipt: string;
        };
        Event: {
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            cookieId?: string;
            currency?: string;
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            eventId: string;
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            itemId?: string;
            /** Format: date-time */
            occurredAt: string;
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            orderId?: string;
            page?: string;
            /** @enum {string} */
            platform?: "ios" | "android" | "web" | "mweb";
            position?: number;
            price?: number;
            properties?: {
                [key: string]: string | number | boolean;
            };
            quantity?: number;
            query?: string;
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            recommendationId?: string;
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            refundOf?: string;
            section?: string;
            /** @enum {string} */
            type: "view" | "like" | "unlike" | "chat" | "cart" | "uncart" | "purchase" | "refund" | "search" | "impression" | "click" | "hide" | "login";
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            userId?: string;
        };
        EventsReply: {
            accepted: number;
            rejected: {
                code: string;
                detail: string;
                index: number;
                retryable: boolean;
            }[];
        };
        Health: {
            checks: {
                [key: string]: string;
            };
            /** @enum {string} */
            status: "ok" | "degraded";
        };
        Item: {
            adult?: boolean;
            attributes?: {
                [key: string]: (string | number | boolean) | (string | number | boolean)[];
            };
            /** Format: date-time */
            availableFrom?: string;
            /** Format: date-time */
            availableUntil?: string;
            categories: string[];
            currency?: string;
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            groupId?: string;
            imageUrl?: string;
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            itemId: string;
            /** Format: date-time */
            listedAt: string;
            listPrice?: number;
            price: number;
            repurchase?: ("never" | "always") | {
                afterDays: number;
            };
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            sellerId?: string;
            /** @enum {string} */
            status: "on_sale" | "reserved" | "sold" | "deleted" | "sanctioned";
            stock?: number;
            title: string;
            titles?: {
                [key: string]: string;
            };
            /** Format: date-time */
            updatedAt?: string;
            url?: string;
        };
        Items: {
            items: components["schemas"]["StoredItem"][];
            missing: string[];
        };
        ItemsReply: {
            accepted: number;
            items: {
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                itemId: string;
                /** Format: date-time */
                updatedAt: string;
            }[];
            rejected: {
                code: string;
                detail: string;
                index: number;
                retryable: boolean;
            }[];
        };
        Jobs: {
            jobs: {
                description: string;
                job: string;
                /** @description a JSON Schema */
                parameters: {
                    [key: string]: unknown;
                };
            }[];
        };
        Models: {
            models: {
                active?: string;
                name: string;
                previous?: string;
                versions: {
                    /** Format: date-time */
                    createdAt: string;
                    figures: {
                        [key: string]: number;
                    };
                    kind: string;
                    producer: string;
                    /** Format: date-time */
                    publishedAt?: string;
                    refusal?: string;
                    rows: number;
                    runId?: string;
                    /** @enum {string} */
                    state: "publishing" | "ready" | "refused";
                    version: string;
                }[];
            }[];
        };
        Page: {
            page: string;
            sections: components["schemas"]["Section"][];
            /** @description places of the page that are no recommendation, as its document has them */
            slots?: {
                /** @description sections of the page that stand above it */
                after: number;
                content: {
                    [key: string]: string | number | boolean;
                };
                slot: string;
            }[];
        };
        Popular: {
            /**
             * Format: date-time
             * @description events up to then are counted
             */
            asOf?: string;
            degraded?: string[];
            /** @description the facets that counted, as name=value */
            facets: string[];
            items: components["schemas"]["RecommendedItem"][];
        };
        Preferences: {
            /** @enum {string} */
            ageBand?: "10s" | "20s" | "30s" | "40s" | "50s" | "60s+";
            attributes?: {
                [key: string]: string | string[];
            };
            dislikedCategories?: string[];
            hiddenItems?: string[];
            preferredCategories?: string[];
            priceRange?: {
                max?: number;
                min?: number;
            };
            /** @enum {string} */
            sex?: "female" | "male" | "other";
            showAdult?: boolean;
        };
        Preview: {
            page: string;
            summary: {
                pagesEmptied: number;
                slotsChanged: number;
            };
            viewers: {
                changes: {
                    emptied: boolean;
                    readonly entered: string[];
                    readonly left: string[];
                    moved: number;
                    now: number;
                    proposed: number;
                    section: string;
                }[];
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                cookieId?: string;
                /** @description absent where the page is new */
                now?: {
                    page: string;
                    sections: components["schemas"]["Section"][];
                };
                /** @description absent where the page would be gone */
                proposed?: {
                    page: string;
                    sections: components["schemas"]["Section"][];
                };
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                userId?: string;
            }[];
        };
        PreviewRequest: {
            boosts?: {
                attributes?: {
                    [key: string]: {
                        [key: string]: number;
                    };
                };
                categories?: {
                    [key: string]: number;
                };
                items?: {
                    [key: string]: number;
                };
            };
            changes: {
                document: components["schemas"]["Document"] | null;
                /** @enum {string} */
                kind: "pages" | "sections" | "providers" | "models" | "experiments";
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                name: string;
            }[];
            context?: {
                attributes?: {
                    [key: string]: (string | number | boolean) | (string | number | boolean)[];
                };
                cartItemIds?: string[];
                category?: string;
                itemIds?: string[];
                /** @enum {string} */
                platform?: "ios" | "android" | "web" | "mweb";
            };
            exclude?: string[];
            explain?: boolean;
            fields?: ("title" | "price" | "listPrice" | "previousPrice" | "currency" | "imageUrl" | "url" | "categories" | "sellerId" | "status" | "listedAt" | "attributes" | "stock" | "groupId")[];
            filters?: {
                attributes?: {
                    [key: string]: (string | number | boolean) | (string | number | boolean)[];
                };
                categories?: string[];
                excludeAttributes?: {
                    [key: string]: (string | number | boolean) | (string | number | boolean)[];
                };
                excludeCategories?: string[];
                price?: {
                    max?: number;
                    min?: number;
                };
            };
            limits?: number | {
                [key: string]: number;
            };
            /** @enum {string} */
            locale?: "en" | "ko";
            page: string;
            viewers: {
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                cookieId?: string;
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                userId?: string;
            }[];
        };
        /** @description RFC 9457 */
        Problem: {
            /**
             * @description stable; new ones may come
             *
             *     - `invalid-json`: the body is no JSON in UTF-8
             *     - `invalid-body`: a field of the body is wrong or unknown
             *     - `invalid-query`: a query parameter is wrong or unknown
             *     - `invalid-parameter`: a parameter in the path is wrong
             *     - `every-event-rejected`: no event was valid; rejected lists why
             *     - `every-item-rejected`: no item was valid; rejected lists why
             *     - `updated-in-future`: updatedAt is more than 5 minutes ahead
             *     - `invalid-cursor`: the cursor belongs elsewhere or is none
             *     - `expired-cursor`: the cursor is older than a day
             *     - `answer-too-large`: the answer would pass 6 MB
             *     - `unauthorized`: no key, or an unknown one
             *     - `forbidden`: the key's scope is too small
             *     - `user-not-verified`: a browser key asked for a user without that user's token
             *     - `unknown-route`: there is no such route
             *     - `unknown-item`: there is no such item
             *     - `unknown-actor`: nothing is known of the user or cookie
             *     - `unknown-receipt`: there is no such receipt
             *     - `unknown-page`: there is no such page
             *     - `unknown-section`: there is no such section
             *     - `unknown-provider`: there is no such provider
             *     - `unknown-job`: there is no such job
             *     - `unknown-run`: there is no such run
             *     - `unknown-version`: there is no such version of the model
             *     - `unknown-kind`: there is no such kind of document
             *     - `unknown-document`: there is no such document, or no such version of it
             *     - `no-row`: the batch job counted nothing for the item
             *     - `stale-write`: a newer version of the item stands; updatedAt is its
             *     - `run-ended`: the run to stop has ended
             *     - `version-refused`: the gate refused this version
             *     - `pointer-moved`: somebody else activated another version meanwhile
             *     - `job-busy`: another version is being published
             *     - `invalid-document`: the document is not as its kind asks
             *     - `broken-references`: it would leave a document that names what is not there; broken lists each
             *     - `precondition-failed`: the document is not what if-match or if-none-match asks; etag says what holds
             *     - `registry-moved`: the registry is not at expectedRevision; revision says where it is
             *     - `registry-full`: the registry holds as many documents as it may
             *     - `body-too-large`: the body is larger than this route takes
             *     - `unsupported-media-type`: not JSON in UTF-8, or compressed
             *     - `internal`: unforeseen; logged under the requestId
             *     - `store-unavailable`: a store did not answer; try again after Retry-After
             *     - `registry-unavailable`: what pages show could not be read; try again after Retry-After
             *     - `stream-unavailable`: the stream did not answer; try again after Retry-After
             *     - `workflow-unavailable`: the run could not be started or stopped; try again after Retry-After
             */
            code: string;
            /** @description names the field and the value got */
            detail: string;
            errors?: {
                field: string;
                got: string;
                message: string;
            }[];
            requestId?: string;
            status: number;
            title: string;
            type: string;
        } & {
            [key: string]: unknown;
        };
        Profile: {
            adult?: boolean;
            birthYear?: number;
            interests?: string[];
            /** @enum {string} */
            sex?: "female" | "male" | "other";
        };
        Ranked: {
            degraded?: string[];
            items: components["schemas"]["RecommendedItem"][];
            /** @description with explain, as for sections */
            ledger?: unknown;
            /** @description items of the list that must not be shown to this actor, and why */
            omitted: {
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                itemId: string;
                reason: string;
            }[];
            personal: boolean;
            recommendationId: string;
        };
        RankRequest: {
            context?: {
                attributes?: {
                    [key: string]: (string | number | boolean) | (string | number | boolean)[];
                };
                cartItemIds?: string[];
                category?: string;
                itemIds?: string[];
                /** @enum {string} */
                platform?: "ios" | "android" | "web" | "mweb";
            };
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            cookieId?: string;
            explain?: boolean;
            fields?: ("title" | "price" | "listPrice" | "previousPrice" | "currency" | "imageUrl" | "url" | "categories" | "sellerId" | "status" | "listedAt" | "attributes" | "stock" | "groupId")[];
            itemIds: string[];
            /** @enum {string} */
            locale?: "en" | "ko";
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            userId?: string;
        };
        Receipt: {
            actor: {
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                cookieId?: string;
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                userId?: string;
            };
            /** Format: date-time */
            erasedAt: string;
            /** Format: date-time */
            lastTraceAt: string;
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            receiptId: string;
            remains: {
                /** Format: date-time */
                until: string;
                what: string;
                where: string;
            }[];
            removed: {
                count: number;
                what: string;
                where: string;
            }[];
        };
        RecommendedItem: {
            item?: {
                [key: string]: unknown;
            };
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            itemId: string;
            position: number;
            reason: string;
            score: number;
            /** @enum {string} */
            tier: "personal" | "cluster" | "popular" | "snapshot";
        };
        RecommendRequest: {
            boosts?: {
                attributes?: {
                    [key: string]: {
                        [key: string]: number;
                    };
                };
                categories?: {
                    [key: string]: number;
                };
                items?: {
                    [key: string]: number;
                };
            };
            context?: {
                attributes?: {
                    [key: string]: (string | number | boolean) | (string | number | boolean)[];
                };
                cartItemIds?: string[];
                category?: string;
                itemIds?: string[];
                /** @enum {string} */
                platform?: "ios" | "android" | "web" | "mweb";
            };
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            cookieId?: string;
            exclude?: string[];
            explain?: boolean;
            fields?: ("title" | "price" | "listPrice" | "previousPrice" | "currency" | "imageUrl" | "url" | "categories" | "sellerId" | "status" | "listedAt" | "attributes" | "stock" | "groupId")[];
            filters?: {
                attributes?: {
                    [key: string]: (string | number | boolean) | (string | number | boolean)[];
                };
                categories?: string[];
                excludeAttributes?: {
                    [key: string]: (string | number | boolean) | (string | number | boolean)[];
                };
                excludeCategories?: string[];
                price?: {
                    max?: number;
                    min?: number;
                };
            };
            force?: {
                [key: string]: string;
            };
            limits?: number | {
                [key: string]: number;
            };
            /** @enum {string} */
            locale?: "en" | "ko";
            page?: string;
            sections?: string[];
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            userId?: string;
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            whyNot?: string;
        };
        Registry: {
            documents: {
                by?: string;
                default: boolean;
                document?: components["schemas"]["Document"];
                etag: string;
                kind: string;
                name: string;
                note?: string;
                /** Format: date-time */
                updatedAt?: string;
                version: number;
            }[];
            problems?: string[];
            revision: number;
        };
        RegistryChanges: {
            changes: {
                deleted: boolean;
                etag?: string;
                kind: string;
                name: string;
                version: number;
            }[];
            dryRun: boolean;
            revision: number;
        };
        RegistryDocument: {
            by?: string;
            default: boolean;
            document?: components["schemas"]["Document"];
            etag: string;
            kind: string;
            name: string;
            note?: string;
            revision: number;
            /** Format: date-time */
            updatedAt?: string;
            version: number;
        };
        RegistryHistory: {
            kind: string;
            name: string;
            next?: number;
            versions: {
                /** Format: date-time */
                at: string;
                by: string;
                note?: string;
                /** @enum {string} */
                state: "stored" | "deleted" | "reset";
                version: number;
            }[];
        };
        Republication: {
            name: string;
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            runId: string;
            version: string;
        };
        Run: {
            counts: {
                [key: string]: number;
            };
            /** Format: date-time */
            endedAt?: string;
            error?: string;
            job: string;
            parameters: {
                [key: string]: unknown;
            };
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            runId: string;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            state: "starting" | "running" | "succeeded" | "failed" | "timed-out" | "stopped";
            steps: {
                counts?: {
                    [key: string]: number;
                };
                /** Format: date-time */
                endedAt?: string;
                error?: string;
                part?: number;
                /** Format: date-time */
                startedAt: string;
                /** @enum {string} */
                state: "running" | "succeeded" | "failed";
                step: string;
            }[];
        };
        Runs: {
            runs: components["schemas"]["Run"][];
        };
        RunStarted: {
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            runId: string;
        };
        Section: {
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            basedOn?: string;
            degraded?: string[];
            items: components["schemas"]["RecommendedItem"][];
            /** @description with explain: candidates per source, removals, final order */
            ledger?: unknown;
            nextCursor?: string;
            omitted?: string;
            personal: boolean;
            provider: string;
            recommendationId: string;
            section: string;
            title: string;
            titleKey: string;
            titleParams?: {
                [key: string]: string;
            };
            variant?: string;
            /** @description with whyNot: what became of that item in this section */
            whyNot?: unknown;
        };
        StoredItem: {
            adult?: boolean;
            attributes?: {
                [key: string]: (string | number | boolean) | (string | number | boolean)[];
            };
            /** Format: date-time */
            availableFrom?: string;
            /** Format: date-time */
            availableUntil?: string;
            /**
             * Format: date-time
             * @description when it last came back on sale; read-only
             */
            backAt?: string;
            categories: string[];
            currency?: string;
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            groupId?: string;
            imageUrl?: string;
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            itemId: string;
            /** Format: date-time */
            listedAt: string;
            listPrice?: number;
            /** @description the prices before this one, oldest first, at most 20; read-only */
            pastPrices?: {
                price: number;
                /** Format: date-time */
                until: string;
            }[];
            /** @description the price before it fell, while it is lower; read-only */
            previousPrice?: number;
            price: number;
            /**
             * Format: date-time
             * @description when the price fell last; read-only
             */
            priceDroppedAt?: string;
            repurchase?: ("never" | "always") | {
                afterDays: number;
            };
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            sellerId?: string;
            /** @enum {string} */
            status: "on_sale" | "reserved" | "sold" | "deleted" | "sanctioned";
            stock?: number;
            title: string;
            titles?: {
                [key: string]: string;
            };
            /** Format: date-time */
            updatedAt: string;
            url?: string;
        };
        StoredPreferences: {
            preferences: components["schemas"]["Preferences"];
        };
        Together: {
            /** @enum {string} */
            channel: "all" | "mobile" | "web";
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            itemId: string;
            items: {
                count?: number;
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                itemId: string;
                score: number;
            }[];
            /** @enum {string} */
            kind: "view" | "buy" | "basket" | "view-buy";
            model: {
                name: string;
                version: string;
            };
        };
        Uploads: {
            /** Format: date-time */
            expiresAt: string;
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            importId: string;
            uploads: {
                part: number;
                url: string;
            }[];
        };
        User: {
            /** @description the groups it belongs to now, and why */
            clusters: components["schemas"]["Cluster"][];
            cookies: {
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                cookieId: string;
                /** Format: date-time */
                lastSeenAt: string;
            }[];
            /** @description what was done last, newest first */
            history: {
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                itemId?: string;
                /** Format: date-time */
                occurredAt: string;
                /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                orderId?: string;
                platform?: string;
                price?: number;
                quantity?: number;
                query?: string;
                type: string;
            }[];
            preferences: components["schemas"]["Preferences"];
            profile: components["schemas"]["Profile"];
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            userId: string;
        };
        UserProfile: {
            profile: components["schemas"]["Profile"];
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            userId: string;
        };
        UserToken: {
            /** Format: date-time */
            expiresAt: string;
            token: string;
            /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
            userId: string;
        };
    };
    responses: {
        /** @description what was wrong */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    makeUploads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    parts: number;
                };
            };
        };
        responses: {
            /** @description one URL a part */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Uploads"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCookie: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cookieId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description preferences, recent history, links */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cookie"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteCookie: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cookieId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description erased; the receipt says what went where and when the last trace goes */
            202: {
                headers: {
                    /** @description the receipt's URL */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    patchCookiePreferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cookieId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ageBand?: ("10s" | "20s" | "30s" | "40s" | "50s" | "60s+") | null;
                    attributes?: {
                        [key: string]: string | string[];
                    } | null;
                    dislikedCategories?: string[] | null;
                    hiddenItems?: string[] | null;
                    preferredCategories?: string[] | null;
                    priceRange?: {
                        max?: number;
                        min?: number;
                    } | null;
                    sex?: ("female" | "male" | "other") | null;
                    showAdult?: boolean | null;
                };
            };
        };
        responses: {
            /** @description the preferences after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredPreferences"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    sendEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description from POST /v1/user-tokens; with it a browser key speaks for that user */
                "x-user-token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    events: components["schemas"]["Event"][];
                    /**
                     * Format: date-time
                     * @description the sender's clock at sending; corrects occurredAt when it is off
                     */
                    sentAt?: string;
                };
            };
        };
        responses: {
            /** @description at least one event was taken; the others are listed with reasons */
            202: {
                headers: {
                    /** @description invalid or expired, when the token sent did not count */
                    "x-user-token"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventsReply"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ok, or degraded with what failed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putItems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    items: components["schemas"]["Item"][];
                };
            };
        };
        responses: {
            /** @description at least one item was stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsReply"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                itemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the item as stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredItem"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                itemId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    adult?: boolean;
                    attributes?: {
                        [key: string]: (string | number | boolean) | (string | number | boolean)[];
                    };
                    /** Format: date-time */
                    availableFrom?: string;
                    /** Format: date-time */
                    availableUntil?: string;
                    categories: string[];
                    currency?: string;
                    /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                    groupId?: string;
                    imageUrl?: string;
                    /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                    itemId?: string;
                    /** Format: date-time */
                    listedAt: string;
                    listPrice?: number;
                    price: number;
                    repurchase?: ("never" | "always") | {
                        afterDays: number;
                    };
                    /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                    sellerId?: string;
                    /** @enum {string} */
                    status: "on_sale" | "reserved" | "sold" | "deleted" | "sanctioned";
                    stock?: number;
                    title: string;
                    titles?: {
                        [key: string]: string;
                    };
                    /** Format: date-time */
                    updatedAt?: string;
                    url?: string;
                };
            };
        };
        responses: {
            /** @description the item as stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredItem"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                itemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the item as stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredItem"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    patchItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                itemId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    adult?: boolean | null;
                    attributes?: {
                        [key: string]: (string | number | boolean) | (string | number | boolean)[];
                    } | null;
                    availableFrom?: string | null;
                    availableUntil?: string | null;
                    categories?: string[];
                    currency?: string | null;
                    groupId?: string | null;
                    imageUrl?: string | null;
                    /** Format: date-time */
                    listedAt?: string;
                    listPrice?: number | null;
                    price?: number;
                    repurchase?: (("never" | "always") | {
                        afterDays: number;
                    }) | null;
                    sellerId?: string | null;
                    /** @enum {string} */
                    status?: "on_sale" | "reserved" | "sold" | "deleted" | "sanctioned";
                    stock?: number | null;
                    title?: string;
                    titles?: {
                        [key: string]: string;
                    } | null;
                    /** Format: date-time */
                    updatedAt?: string;
                    url?: string | null;
                };
            };
        };
        responses: {
            /** @description the item as stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredItem"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getTogether: {
        parameters: {
            query?: {
                channel?: "all" | "mobile" | "web";
                kind?: "view" | "buy" | "basket" | "view-buy";
                limit?: number;
            };
            header?: never;
            path: {
                itemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the row */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Together"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getItems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    itemIds: string[];
                };
            };
        };
        responses: {
            /** @description the items known, in the order asked, and the ids of the others */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the models */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Models"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    activateModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description served from now on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activation"];
                };
            };
            /** @description too old for a flip: this run publishes it again */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Republication"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        openapi: string;
                        paths: {
                            [key: string]: unknown;
                        };
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getPage: {
        parameters: {
            query?: {
                category?: string;
                cookieId?: string;
                explain?: boolean;
                fields?: ("title" | "price" | "listPrice" | "previousPrice" | "currency" | "imageUrl" | "url" | "categories" | "sellerId" | "status" | "listedAt" | "attributes" | "stock" | "groupId")[];
                itemId?: string;
                limit?: number;
                locale?: "en" | "ko";
                platform?: "ios" | "android" | "web" | "mweb";
                userId?: string;
            };
            header?: {
                /** @description the etag of an answer that the caller has: 304 while it is the same */
                "if-none-match"?: string;
                /** @description from POST /v1/user-tokens; with it a browser key speaks for that user */
                "x-user-token"?: string;
            };
            path: {
                page: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of sections, no item twice */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page"];
                };
            };
            /** @description the caller has it; nothing is sent */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getSection: {
        parameters: {
            query?: {
                category?: string;
                cookieId?: string;
                cursor?: string;
                explain?: boolean;
                fields?: ("title" | "price" | "listPrice" | "previousPrice" | "currency" | "imageUrl" | "url" | "categories" | "sellerId" | "status" | "listedAt" | "attributes" | "stock" | "groupId")[];
                itemId?: string;
                limit?: number;
                locale?: "en" | "ko";
                platform?: "ios" | "android" | "web" | "mweb";
                userId?: string;
            };
            header?: {
                /** @description the etag of an answer that the caller has: 304 while it is the same */
                "if-none-match"?: string;
                /** @description from POST /v1/user-tokens; with it a browser key speaks for that user */
                "x-user-token"?: string;
            };
            path: {
                page: string;
                section: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the section */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Section"];
                };
            };
            /** @description the caller has it; nothing is sent */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getPopular: {
        parameters: {
            query?: {
                ageBand?: "10s" | "20s" | "30s" | "40s" | "50s" | "60s+";
                behaviour?: "new" | "browser" | "buyer" | "seller";
                category?: string;
                fields?: ("title" | "price" | "listPrice" | "previousPrice" | "currency" | "imageUrl" | "url" | "categories" | "sellerId" | "status" | "listedAt" | "attributes" | "stock" | "groupId")[];
                learned?: string;
                limit?: number;
                locale?: "en" | "ko";
                paidWith?: string;
                payer?: "yes" | "no";
                platform?: "ios" | "android" | "web" | "mweb";
                priceBand?: "1" | "2" | "3" | "4" | "5";
                sex?: "female" | "male" | "other";
                window?: "popular" | "trending";
            };
            header?: {
                /** @description from POST /v1/user-tokens; with it a browser key speaks for that user */
                "x-user-token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the items, most popular first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Popular"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    rank: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RankRequest"];
            };
        };
        responses: {
            /** @description the list, best first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ranked"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                receiptId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description what was removed where */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    recommend: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecommendRequest"];
            };
        };
        responses: {
            /** @description a page of sections, no item twice */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listRegistry: {
        parameters: {
            query?: {
                full?: boolean;
            };
            header?: {
                /** @description the etag of an answer that the caller has: 304 while it is the same */
                "if-none-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the registry at one revision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registry"];
                };
            };
            /** @description the caller has it; nothing is sent */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getDocument: {
        parameters: {
            query?: {
                version?: number;
            };
            header?: {
                /** @description the etag of an answer that the caller has: 304 while it is the same */
                "if-none-match"?: string;
            };
            path: {
                kind: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the document */
            200: {
                headers: {
                    /** @description of the version answered; send it back as if-match */
                    etag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryDocument"];
                };
            };
            /** @description the caller has it; nothing is sent */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    putDocument: {
        parameters: {
            query?: {
                author?: string;
                note?: string;
            };
            header?: {
                /** @description the etag that this change was made from: another one stored meanwhile is not overwritten (412) */
                "if-match"?: string;
                /** @description *: only where there is none yet (412) */
                "if-none-match"?: string;
            };
            path: {
                kind: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Document"];
            };
        };
        responses: {
            /** @description live within 30 s */
            200: {
                headers: {
                    /** @description of the version answered; send it back as if-match */
                    etag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryDocument"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteDocument: {
        parameters: {
            query?: {
                author?: string;
                note?: string;
            };
            header?: {
                /** @description the etag that this change was made from: another one stored meanwhile is not overwritten (412) */
                "if-match"?: string;
            };
            path: {
                kind: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description gone within 30 s */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        by?: string;
                        /** @constant */
                        deleted: true;
                        kind: string;
                        name: string;
                        note?: string;
                        revision: number;
                        /** Format: date-time */
                        updatedAt?: string;
                        version: number;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getHistory: {
        parameters: {
            query?: {
                before?: number;
                limit?: number;
            };
            header?: {
                /** @description the etag of an answer that the caller has: 304 while it is the same */
                "if-none-match"?: string;
            };
            path: {
                kind: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryHistory"];
                };
            };
            /** @description the caller has it; nothing is sent */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    rollbackDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description the etag that this change was made from: another one stored meanwhile is not overwritten (412) */
                "if-match"?: string;
            };
            path: {
                kind: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    author?: string;
                    note?: string;
                    version: number;
                };
            };
        };
        responses: {
            /** @description live within 30 s */
            200: {
                headers: {
                    /** @description of the version answered; send it back as if-match */
                    etag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryDocument"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    changeRegistry: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    author?: string;
                    changes: {
                        document: components["schemas"]["Document"] | null;
                        /** @enum {string} */
                        kind: "pages" | "sections" | "providers" | "models" | "experiments";
                        /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                        name: string;
                    }[];
                    dryRun?: boolean;
                    expectedRevision?: number;
                    note?: string;
                };
            };
        };
        responses: {
            /** @description changed, or with dryRun found good */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryChanges"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    previewRegistry: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewRequest"];
            };
        };
        responses: {
            /** @description both pages of each viewer, and what changes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRegistrySchemas: {
        parameters: {
            query?: never;
            header?: {
                /** @description the etag of an answer that the caller has: 304 while it is the same */
                "if-none-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the schemas by kind */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        schemas: {
                            [key: string]: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
            /** @description the caller has it; nothing is sent */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRegistrySchema: {
        parameters: {
            query?: never;
            header?: {
                /** @description the etag of an answer that the caller has: 304 while it is the same */
                "if-none-match"?: string;
            };
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the schema */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description the caller has it; nothing is sent */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listRuns: {
        parameters: {
            query?: {
                job?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the runs (without steps) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runs"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    startRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description the run that does it (one that runs already is answered) */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunStarted"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    stopRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description stopping */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunStarted"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the jobs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jobs"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    makeUserToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default 3600 */
                    expiresIn?: number;
                    /** @description An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \ */
                    userId: string;
                };
            };
        };
        responses: {
            /** @description send it as x-user-token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserToken"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description profile, preferences, recent history, cookies */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Profile"];
            };
        };
        responses: {
            /** @description the profile as stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserProfile"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description erased; the receipt says what went where and when the last trace goes */
            202: {
                headers: {
                    /** @description the receipt's URL */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    patchUserPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ageBand?: ("10s" | "20s" | "30s" | "40s" | "50s" | "60s+") | null;
                    attributes?: {
                        [key: string]: string | string[];
                    } | null;
                    dislikedCategories?: string[] | null;
                    hiddenItems?: string[] | null;
                    preferredCategories?: string[] | null;
                    priceRange?: {
                        max?: number;
                        min?: number;
                    } | null;
                    sex?: ("female" | "male" | "other") | null;
                    showAdult?: boolean | null;
                };
            };
        };
        responses: {
            /** @description the preferences after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredPreferences"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
