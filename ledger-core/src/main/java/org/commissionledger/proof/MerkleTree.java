package org.commissionledger.proof;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.commissionledger.identity.Sha256;

/**
 * The Merkle tree of RFC 9162, section 2.1, over a list of leaf hashes. A leaf hash is SHA-256 over 0x00 and what it stands for, an inner
 * node SHA-256 over 0x01 and its two children, the root of nothing SHA-256 of nothing.
 */
public final class MerkleTree {

    private final Subtrees subtrees;

    public MerkleTree(Subtrees subtrees) {
        this.subtrees = subtrees;
    }

    /** Gives the roots of complete subtrees. */
    @FunctionalInterface
    public interface Subtrees {
        /**
         * @param level the subtree has 2^level leaves
         * @param number of the subtree among those of its level, from 0: its first leaf is number · 2^level
         */
        byte[] root(int level, long number);
    }

    /** Complete subtrees of a list of leaf hashes that is at hand as a whole. */
    public static MerkleTree of(List<byte[]> leaves) {
        return new MerkleTree(new Subtrees() {
            @Override
            public byte[] root(int level, long number) {
                return level == 0
                        ? leaves.get(Math.toIntExact(number))
                        : node(root(level - 1, 2 * number), root(level - 1, 2 * number + 1));
            }
        });
    }

    static byte[] node(byte[] left, byte[] right) {
        return node(Sha256.digest(), left, right);
    }

    static byte[] node(MessageDigest sha256, byte[] left, byte[] right) {
        sha256.update((byte) 0x01);
        sha256.update(left);
        sha256.update(right);
        return sha256.digest();
    }

    static byte[] emptyRoot() {
        return Sha256.digest().digest();
    }

    /** The root over the first {@code size} leaves. */
    public byte[] root(long size) {
        return size == 0 ? emptyRoot() : range(0, size);
    }

    /** The root over {@code size} leaves from {@code first} on: a node of every tree that is large enough. */
    private byte[] range(long first, long size) {
        if (Long.bitCount(size) == 1) {
            return subtrees.root(Long.numberOfTrailingZeros(size), first / size);
        }
        long left = Long.highestOneBit(size);
        return node(range(first, left), range(first + left, size - left));
    }

    /** The path from the leaf at {@code index} (from 0) up to the root over {@code size} leaves; RFC 9162, section 2.1.3.1. */
    public List<byte[]> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " among " + size);
        }
        List<byte[]> fromTheRoot = new ArrayList<>();
        long first = 0;
        long left = size;
        while (left > 1) {
            long half = leftSize(left);
            if (index - first < half) {
                fromTheRoot.add(range(first + half, left - half));
                left = half;
            } else {
                fromTheRoot.add(range(first, half));
                first += half;
                left -= half;
            }
        }
        Collections.reverse(fromTheRoot);
        return fromTheRoot;
    }

    /** That the tree of the first {@code older} leaves is the beginning of that of {@code newer}; RFC 9162, section 2.1.4.1. */
    public List<byte[]> consistency(long older, long newer) {
        if (older < 1 || older > newer) {
            throw new IllegalArgumentException("no proof from " + older + " to " + newer);
        }
        List<byte[]> fromTheRoot = new ArrayList<>();
        long first = 0;
        long left = newer;
        while (older - first != left) {
            long half = leftSize(left);
            if (older - first <= half) {
                fromTheRoot.add(range(first + half, left - half));
                left = half;
            } else {
                fromTheRoot.add(range(first, half));
                first += half;
                left -= half;
            }
        }
        if (first > 0) {
            fromTheRoot.add(range(first, left));
        }
        Collections.reverse(fromTheRoot);
        return fromTheRoot;
    }

    /** The largest power of two smaller than {@code size}. */
    private static long leftSize(long size) {
        return Long.highestOneBit(size - 1);
    }
}
