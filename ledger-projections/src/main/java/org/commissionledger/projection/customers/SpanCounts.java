package org.commissionledger.projection.customers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * How many customers there were in stretches of one length, one for each quarter of an hour that they may begin at.
 *
 * @param customers who were there
 * @param fresh those of them who were never seen before
 */
record SpanCounts(int[] customers, int[] fresh) {

    static SpanCounts none(int starts) {
        return new SpanCounts(new int[starts], new int[starts]);
    }

    /** 7 bits a byte, the lowest first; the highest bit is set where more follow. */
    static byte[] bytes(int[] counts, int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * (to - from));
        for (int i = from; i < to; i++) {
            int rest = counts[i];
            while (rest > 0x7f) {
                bytes.write(rest & 0x7f | 0x80);
                rest >>>= 7;
            }
            bytes.write(rest);
        }
        return bytes.toByteArray();
    }

    /** The number at {@code index}. */
    static int count(byte[] counts, int index) {
        ByteBuffer bytes = ByteBuffer.wrap(counts);
        for (int skipped = 0; skipped < index; skipped++) {
            while (bytes.get() < 0) {
                // the rest of a number
            }
        }
        int count = 0;
        int shift = 0;
        byte part;
        do {
            part = bytes.get();
            count |= (part & 0x7f) << shift;
            shift += 7;
        } while (part < 0);
        return count;
    }
}
