#!/usr/bin/env python3
"""The lists that a peer gives each user on one split, in this process: what bench/quality.ts starts beside ours.

    quality.py PEERS_FOLDER DATASET METHOD OUT_FILE [CUT UNTIL]

PEERS_FOLDER holds peers.py, whose split, methods and metrics are taken as they are; this only writes down the
lists that it measures. CUT and UNTIL (seconds since 1970) move the split: training ends before CUT, the truth
before UNTIL. The file is JSON {users, lists: {ex, in, last}, figures}: users and items by number in the order
in which they first come, -1 for an empty place, and the figures as peers.py gives them.
"""
import contextlib
import io
import json
import os
import sys

folder, dataset, method, out = sys.argv[1:5]
sys.path.insert(0, folder)
import numpy as np
import peers

kept = []
measured = peers.metrics


def keep(recs, users, *rest):
    kept.append((rest[-1], recs[:, :20].tolist(), users.tolist()))
    return measured(recs, users, *rest)


def split_at(name, cut, until):
    moved = f'{name}@{cut}-{until}'
    if not os.path.exists(f'{peers.C}{moved}.npz'):
        whole = dict(np.load(f'{peers.C}{name}.npz'))
        before = whole['t'] < until
        for column in ('u', 'i', 't', 'e'):
            whole[column] = whole[column][before]
        np.savez(f'{peers.C}{moved}.npz', **{**whole, 'tr': whole['t'] < cut, 'cut': cut})
    return moved


os.makedirs(peers.C, exist_ok=True)
printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    if not os.path.exists(f'{peers.C}{dataset}.npz'):
        peers.prep(dataset)
    peers.metrics = keep
    peers.run(split_at(dataset, int(sys.argv[5]), int(sys.argv[6])) if len(sys.argv) > 5 else dataset, method)
result = json.loads(printed.getvalue().splitlines()[-1])
# peers.run measures ex, then in, then last; a method without one of them leaves it out.
variants = [variant for variant in ('ex', 'in', 'last') if variant in result]
lists = dict(zip(variants, (recs for _, recs, _ in kept)))
with open(out, 'w') as file:
    json.dump({'users': kept[0][2], 'lists': lists, 'figures': {one: result[one] for one in variants}}, file)
