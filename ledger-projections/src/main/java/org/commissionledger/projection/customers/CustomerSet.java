package org.commissionledger.projection.customers;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;
import org.roaringbitmap.buffer.MutableRoaringBitmap;

/** How a set of customers' numbers is stored: a bitmap, and the changes since it was written. */
final class CustomerSet {

    /**
     * Changes beyond this many bytes are worked into the bitmap: an eighth of it, for then neither a batch writes much more than it
     * changes nor a reader applies many changes.
     */
    static final String LONGEST_TAIL = "greatest(1024, octet_length(base) / 8)";

    private CustomerSet() {}

    static MutableRoaringBitmap read(byte @Nullable [] base, byte[] tail) {
        MutableRoaringBitmap set = new MutableRoaringBitmap();
        if (base != null) {
            set.or(new ImmutableRoaringBitmap(ByteBuffer.wrap(base)));
        }
        apply(tail, set);
        return set;
    }

    /** The highest bit of each number is set in those that are taken out. */
    static boolean onlyAdds(byte[] tail) {
        for (int i = 0; i < tail.length; i += Integer.BYTES) {
            if (tail[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static void apply(byte[] tail, MutableRoaringBitmap set) {
        ByteBuffer changes = ByteBuffer.wrap(tail);
        while (changes.hasRemaining()) {
            int change = changes.getInt();
            if (change >= 0) {
                set.add(change);
            } else {
                set.remove(~change);
            }
        }
    }

    static byte[] base(MutableRoaringBitmap set) {
        set.runOptimize();
        ByteBuffer bytes = ByteBuffer.allocate(set.serializedSizeInBytes());
        set.serialize(bytes);
        return bytes.array();
    }

    /** @param changes a number to add it, its complement to take it out */
    static byte[] tail(List<Integer> changes) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * changes.size());
        changes.forEach(bytes::putInt);
        return bytes.array();
    }
}
