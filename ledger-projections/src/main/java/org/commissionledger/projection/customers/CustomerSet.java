package org.commissionledger.projection.customers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** How a set of customers' numbers is stored: a bitmap, and the changes since it was written. */
final class CustomerSet {

    /** Changes beyond this many bytes are worked into the bitmap. */
    static final int LONGEST_TAIL = 8_192;

    private CustomerSet() {}

    static RoaringBitmap read(byte @Nullable [] base, byte[] tail) {
        RoaringBitmap set = new RoaringBitmap();
        if (base != null) {
            try {
                set.deserialize(ByteBuffer.wrap(base));
            } catch (IOException e) {
                throw new UncheckedIOException("a set of customers is not a bitmap", e);
            }
        }
        ByteBuffer changes = ByteBuffer.wrap(tail);
        while (changes.hasRemaining()) {
            int change = changes.getInt();
            if (change >= 0) {
                set.add(change);
            } else {
                set.remove(~change);
            }
        }
        return set;
    }

    static byte[] base(RoaringBitmap set) {
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
