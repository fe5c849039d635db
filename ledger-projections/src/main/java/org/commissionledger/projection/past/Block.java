package org.commissionledger.projection.past;

import java.util.List;
import java.util.stream.LongStream;

/**
 * A run of positions: 4,096 on level 1, and sixteen blocks of the level below on each level above. The history up to any position is made
 * of at most fifteen blocks of each level but the last, and of less than 4,096 positions.
 *
 * @param number counted from 0 on each level
 */
public record Block(int level, long number) {

    static final int LEVELS = 4;

    private static final int FIRST_BITS = 12;
    private static final int MORE_BITS = 4;

    static final int CHILDREN = 1 << MORE_BITS;

    /** Positions of a block of that level, as a power of two. */
    static int bits(int level) {
        return FIRST_BITS + (level - 1) * MORE_BITS;
    }

    /** The block of that level that {@code position} is in. */
    public static Block of(int level, long position) {
        return new Block(level, position >> bits(level));
    }

    /** Its first position. */
    public long first() {
        return number << bits(level);
    }

    /** The first position behind it. */
    public long end() {
        return (number + 1) << bits(level);
    }

    /** What it is made of; only blocks above level 1 are made of others. */
    List<Block> children() {
        return LongStream.range(number << MORE_BITS, (number + 1) << MORE_BITS)
                .mapToObj(child -> new Block(level - 1, child))
                .toList();
    }
}
