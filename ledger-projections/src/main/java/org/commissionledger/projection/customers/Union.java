package org.commissionledger.projection.customers;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmapWriter;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;
import org.roaringbitmap.buffer.MutableRoaringBitmap;

/** All who are in any of many sets. Single numbers are gathered first: sorted into a bitmap together they cost a tenth of one by one. */
final class Union {

    /** From so many on it pays to sort them, which takes a buffer of its own. */
    private static final int MANY = 1_000;

    private final MutableRoaringBitmap sets = new MutableRoaringBitmap();
    private int[] numbers = new int[64];
    private int count;

    /** Adds all that are in a stored set. */
    void add(byte @Nullable [] base, byte[] tail) {
        if (!CustomerSet.onlyAdds(tail)) {
            sets.or(CustomerSet.read(base, tail));
            return;
        }
        if (base != null) {
            sets.or(new ImmutableRoaringBitmap(ByteBuffer.wrap(base)));
        }
        IntBuffer changes = ByteBuffer.wrap(tail).asIntBuffer();
        int length = changes.remaining();
        room(length);
        changes.get(numbers, count, length);
        count += length;
    }

    void add(int number) {
        room(1);
        numbers[count++] = number;
    }

    private void room(int more) {
        if (count + more > numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(count + more, 2 * numbers.length));
        }
    }

    /** All that were added so far. */
    MutableRoaringBitmap set() {
        if (count < MANY) {
            for (int i = 0; i < count; i++) {
                sets.add(numbers[i]);
            }
        } else {
            sets.or(sorted());
        }
        count = 0;
        return sets;
    }

    private MutableRoaringBitmap sorted() {
        RoaringBitmapWriter<MutableRoaringBitmap> gathered = RoaringBitmapWriter.bufferWriter()
                .constantMemory()
                .doPartialRadixSort()
                .get();
        gathered.addMany(Arrays.copyOf(numbers, count));
        gathered.flush();
        return gathered.get();
    }
}
