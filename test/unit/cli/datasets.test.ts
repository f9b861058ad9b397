import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeJourney } from '../../../cli/datasets/complete-journey.ts';
import { parseCsv, readCsv } from '../../../cli/datasets/csv.ts';
import { median } from '../../../cli/datasets/dataset.ts';
import { onlineRetail } from '../../../cli/datasets/online-retail.ts';
import { userLine } from '../../../cli/import/kinds.ts';
import { event } from '../../../contract/api/events.ts';
import { item } from '../../../contract/api/items.ts';

const SHARED = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jangteo-sets-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('reading CSV', () => {
  it('takes quoted cells with commas, doubled quotes and line ends, and counts lines as an editor does', () => {
    const rows = [...parseCsv('a,b\r\n"1, ""x""\ny",2\r\n\r\n3,"4"\n5,')];
    expect(rows).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1, "x"\ny', '2'] },
      { line: 5, cells: ['3', '4'] },
      { line: 6, cells: ['5', ''] },
    ]);
  });
  it('names the column that is missing', () => {
    const path = join(folder, 'wrong.csv');
    writeFileSync(path, 'a,b\n1,2\n');
    expect(() => [...readCsv(path, ['a', 'c'])]).toThrow(/has no column c; it has a, b/);
  });
});

it('takes the middle of prices', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([1, 2])).toBe(1.5);
});

const RETAIL = `Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country
489434,79323p,"LIGHTS, PINK",12,2009-12-01 07:45:00,6.75,13085,United Kingdom
489435,79323P,LIGHTS,2,2009-12-02 07:46:10,7.25,,United Kingdom
489436,79323P, LIGHTS ,1,2009-12-03 00:00:00,0.0,13085,United Kingdom
C489449,79323P,LIGHTS,-12,2009-12-04 09:50:00,6.75,13085,United Kingdom
489437,POST,POSTAGE,1,2009-12-01 08:00:00,18,13085,France
489438,79323P,damaged,-5,2009-12-01 09:00:00,0,,United Kingdom
A506401,B,Adjust bad debt,1,2010-04-29 13:36:00,-53594.36,,United Kingdom
`;

describe('online-retail', () => {
  it('makes a purchase of each line of goods, a refund of each cancellation, a cookie of each guest invoice', () => {
    writeFileSync(join(folder, 'transactions.csv'), RETAIL);
    const set = onlineRetail(folder);
    const events = [...set.events()].map((one) => one.event);
    const common = { itemId: '79323P', currency: 'GBP' };
    expect(events).toEqual([
      {
        ...common,
        eventId: 'online-retail-000002',
        type: 'purchase',
        userId: '13085',
        occurredAt: '2009-12-01T07:45:00.000Z',
        orderId: '489434',
        price: 6.75,
        quantity: 12,
      },
      {
        ...common,
        eventId: 'online-retail-000003',
        type: 'purchase',
        cookieId: 'guest-489435',
        occurredAt: '2009-12-02T07:46:10.000Z',
        orderId: '489435',
        price: 7.25,
        quantity: 2,
      },
      {
        ...common,
        eventId: 'online-retail-000004',
        type: 'purchase',
        userId: '13085',
        occurredAt: '2009-12-03T00:00:00.000Z',
        orderId: '489436',
        price: 0,
        quantity: 1,
      },
      {
        ...common,
        eventId: 'online-retail-000005',
        type: 'refund',
        userId: '13085',
        occurredAt: '2009-12-04T09:50:00.000Z',
        price: 6.75,
        quantity: 12,
      },
    ]);
    expect(set.eventCount).toBe(4);
    expect([...set.leftOut.values()]).toEqual([2, 1]);
  });

  it('names an item by its commonest description and prices it at the median of what was paid', () => {
    const set = onlineRetail(join(folder, 'transactions.csv'));
    expect(set.items).toEqual([
      {
        itemId: '79323P',
        title: 'LIGHTS',
        categories: ['gifts'],
        price: 7,
        currency: 'GBP',
        listedAt: '2009-12-01T07:45:00.000Z',
        status: 'on_sale',
      },
    ]);
  });
});

describe('complete-journey', () => {
  it('makes purchases of households, items with their path, attributes of households', () => {
    const write = (name: string, text: string) =>
      writeFileSync(join(folder, `${name}.csv.gz`), gzipSync(text));
    rmSync(join(folder, 'transactions.csv'), { force: true });
    write(
      'transactions',
      `household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,coupon_disc,coupon_match_disc,week,transaction_timestamp
900,330,31,1095275,2,1.0,0.0,0.0,0.0,1,2017-01-01 11:53:26
900,330,31,6533889,100,0.5,0.0,0.0,0.0,1,2017-01-01 11:53:26
901,330,32,1095275,0,0.0,0.0,0.0,0.0,1,2017-01-01 12:10:28
`,
    );
    write(
      'products',
      `product_id,manufacturer_id,department,brand,product_category,product_type,package_size
1095275,2,PASTRY,Private,BREAD,BREAD:ITALIAN/FRENCH,22 LB
6533889,69,FUEL,Private,COUPON/MISC ITEMS,GASOLINE-REG UNLEADED,
5,2,MISC,National,,,
`,
    );
    write(
      'demographics',
      `household_id,age,income,home_ownership,marital_status,household_size,household_comp,kids_count
900,65+,35-49K,,Married,2,2 Adults No Kids,0
`,
    );
    const set = completeJourney(folder);
    expect([...set.events()].map((one) => one.event)).toMatchObject([
      {
        eventId: 'complete-journey-0000002',
        type: 'purchase',
        userId: '900',
        itemId: '1095275',
        orderId: '31',
        price: 0.5,
        quantity: 2,
        occurredAt: '2017-01-01T11:53:26.000Z',
      },
      { eventId: 'complete-journey-0000003', itemId: '6533889', price: 0.005, quantity: 100 },
    ]);
    expect(set.items).toMatchObject([
      {
        itemId: '1095275',
        title: 'BREAD:ITALIAN/FRENCH, 22 LB',
        categories: ['PASTRY', 'BREAD', 'BREAD:ITALIAN/FRENCH'],
        price: 0.5,
        attributes: { brand: 'Private' },
      },
      { itemId: '6533889', stock: 0 },
    ]);
    expect(set.items[0]).not.toHaveProperty('stock');
    expect(set.users).toEqual([
      {
        userId: '900',
        preferences: {
          attributes: {
            age: '65+',
            income: '35-49K',
            maritalStatus: 'Married',
            householdSize: '2',
            household: '2 Adults No Kids',
            kids: '0',
          },
        },
      },
    ]);
    expect(set.leftOut).toEqual(
      new Map([
        ['lines without positive quantity', 1],
        ['products never sold', 1],
      ]),
    );
  });

  it('says which file is missing', () => {
    rmSync(join(folder, 'products.csv.gz'));
    expect(() => completeJourney(folder)).toThrow(/there is no products\.csv or products\.csv\.gz in/);
  });
});

// Eighty megabytes each: seconds on an idle machine, several times that on a busy one.
describe.skipIf(!existsSync(SHARED))(
  'the shared data (skipped where ../shared/data is missing)',
  { timeout: 60_000 },
  () => {
    it('of online-retail is whole, and valid by the API schemas', () => {
      const set = onlineRetail(join(SHARED, 'online-retail'));
      const counts = new Map<string, number>();
      for (const { event: one, line } of set.events()) {
        counts.set(one.type, (counts.get(one.type) ?? 0) + 1);
        if (line % 97 === 0) event.parse(one);
      }
      expect(counts).toEqual(
        new Map([
          ['purchase', 800_981],
          ['refund', 9269],
        ]),
      );
      expect(set.items).toHaveLength(4514);
      for (const one of set.items) item.parse(one);
    });

    it('of complete-journey is whole, and valid by the API schemas', () => {
      const set = completeJourney(join(SHARED, 'complete-journey', 'transactions.csv.gz'));
      let count = 0;
      for (const { event: one } of set.events()) if (count++ % 97 === 0) event.parse(one);
      expect([count, set.items.length, set.users.length]).toEqual([1_088_712, 59_408, 801]);
      for (const one of set.items) item.parse(one);
      for (const one of set.users) userLine.parse(one);
    });
  },
);
