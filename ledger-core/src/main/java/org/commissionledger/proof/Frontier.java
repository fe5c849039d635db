package org.commissionledger.proof;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.commissionledger.identity.Sha256;

/**
 * The root of a Merkle tree that grows leaf by leaf, in memory for one node a level. What it keeps are the roots of the complete
 * subtrees that the leaves so far fall into, the newest and smallest first.
 */
final class Frontier {

    private final MessageDigest sha256 = Sha256.digest();
    private final Deque<byte[]> roots = new ArrayDeque<>();
    private long size;

    void add(byte[] leaf) {
        byte[] node = leaf;
        for (long complete = size; (complete & 1) == 1; complete >>= 1) {
            node = MerkleTree.node(sha256, roots.pop(), node);
        }
        roots.push(node);
        size++;
    }

    long size() {
        return size;
    }

    byte[] root() {
        Iterator<byte[]> smallestFirst = roots.iterator();
        if (!smallestFirst.hasNext()) {
            return MerkleTree.emptyRoot();
        }
        byte[] root = smallestFirst.next();
        while (smallestFirst.hasNext()) {
            root = MerkleTree.node(sha256, smallestFirst.next(), root);
        }
        return root;
    }
}
