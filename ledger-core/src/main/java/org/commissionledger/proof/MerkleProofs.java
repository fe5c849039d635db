package org.commissionledger.proof;

import java.security.MessageDigest;
import java.util.Iterator;
import java.util.List;

/** Checks proofs with nothing but hashes in hand, as RFC 9162 says in sections 2.1.3.2 and 2.1.4.2. */
public final class MerkleProofs {

    private MerkleProofs() {}

    /**
     * Whether {@code leaf} is the leaf at {@code index} (from 0) of the tree of {@code size} leaves with that root.
     *
     * @param path from the leaf upwards
     */
    public static boolean isIncluded(byte[] leaf, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        byte[] r = leaf;
        for (byte[] p : path) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = MerkleTree.node(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = MerkleTree.node(r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && MessageDigest.isEqual(r, root);
    }

    /** Whether the tree of the first {@code older} leaves, with its root, is the beginning of the one of {@code newer}. */
    public static boolean isConsistent(long older, long newer, byte[] olderRoot, byte[] newerRoot, List<byte[]> path) {
        if (older < 1 || older > newer) {
            return false;
        }
        if (older == newer) {
            return path.isEmpty() && MessageDigest.isEqual(olderRoot, newerRoot);
        }
        if (path.isEmpty()) {
            return false;
        }
        Iterator<byte[]> rest = path.iterator();
        byte[] start = Long.bitCount(older) == 1 ? olderRoot : rest.next();
        return climb(older, newer, start, rest, olderRoot, newerRoot);
    }

    private static boolean climb(
            long older, long newer, byte[] start, Iterator<byte[]> path, byte[] olderRoot, byte[] newerRoot) {
        int same = Long.numberOfTrailingZeros(older);
        long fn = (older - 1) >> same;
        long sn = (newer - 1) >> same;
        byte[] fr = start;
        byte[] sr = start;
        while (path.hasNext()) {
            byte[] c = path.next();
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = MerkleTree.node(c, fr);
                sr = MerkleTree.node(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = MerkleTree.node(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && MessageDigest.isEqual(fr, olderRoot) && MessageDigest.isEqual(sr, newerRoot);
    }
}
