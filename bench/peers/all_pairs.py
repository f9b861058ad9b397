#!/usr/bin/env python3
"""All pairs of one matrix by a peer, in this process: what bench/kernel.ts starts beside ours.

    all_pairs.py FOLDER implicit-itemitem|implicit-cosine|scipy THREADS

FOLDER holds starts.bin and items.bin (uint32). Prints a JSON line {seconds, cpu, megabytes}. The hundred
best of each row are kept; implicit counts the item itself among them, so it is asked for one more. scipy
multiplies in one thread, as it has no other way, and cuts each row by numpy.argpartition.
"""
import json
import os
import resource
import sys
import time

folder, method, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
os.environ['OMP_NUM_THREADS'] = str(threads)
os.environ['OPENBLAS_NUM_THREADS'] = '1'

import numpy as np
import scipy.sparse as sp

if method != 'scipy':
    import implicit.nearest_neighbours as nn

K = 100
starts = np.fromfile(os.path.join(folder, 'starts.bin'), np.uint32).astype(np.int32)
items = np.fromfile(os.path.join(folder, 'items.bin'), np.uint32).astype(np.int32)
kind = np.float32 if method == 'scipy' else np.float64  # implicit's code wants doubles
matrix = sp.csr_matrix((np.ones(len(items), kind), items, starts), shape=(len(starts) - 1, int(items.max()) + 1))


def best(counts):
    for row in range(counts.shape[0]):
        a, b = counts.indptr[row], counts.indptr[row + 1]
        if b - a > K + 1:
            np.argpartition(-counts.data[a:b], K + 1)[: K + 1]


def peak_megabytes():
    # Since this program began: what getrusage says begins with the process that started it.
    try:
        with open('/proc/self/status') as status:
            return next(int(line.split()[1]) for line in status if line.startswith('VmHWM')) / 1024
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


wall, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
if method == 'scipy':
    best((matrix.T.tocsr() @ matrix).tocsr())
else:
    peer = {'implicit-itemitem': nn.ItemItemRecommender, 'implicit-cosine': nn.CosineRecommender}[method]
    peer(K=K + 1, num_threads=threads).fit(matrix, show_progress=False)
after = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    'seconds': time.perf_counter() - wall,
    'cpu': after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    'megabytes': peak_megabytes(),
}))
