package org.commissionledger.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The last sequence of each stream, in some 20 bytes a stream: a stream is known by the first 8 bytes of its SHA-256, so that millions
 * fit. Two streams that share those would be reported, not passed over.
 */
final class StreamSequences {

    private static final long ABSENT = -1;

    private long[] streams = new long[1 << 12];
    private int[] lasts = new int[1 << 12];
    private int count;

    static long fingerprint(MessageDigest sha256, String stream) {
        long value = ByteBuffer.wrap(sha256.digest(stream.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return value == 0 ? 1 : value; // 0 marks a free place
    }

    /** @return what the stream's last sequence was until now, -1 for a stream that is new */
    long put(long stream, long sequence) {
        if (3 * count > 2 * streams.length) {
            grow();
        }
        int place = place(stream);
        long before = streams[place] == 0 ? ABSENT : lasts[place];
        if (streams[place] == 0) {
            streams[place] = stream;
            count++;
        }
        lasts[place] = (int) Math.min(sequence, Integer.MAX_VALUE);
        return before;
    }

    private int place(long stream) {
        int mask = streams.length - 1;
        int place = (int) stream & mask;
        while (streams[place] != 0 && streams[place] != stream) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldStreams = streams;
        int[] oldLasts = lasts;
        streams = new long[2 * oldStreams.length];
        lasts = new int[2 * oldLasts.length];
        for (int i = 0; i < oldStreams.length; i++) {
            if (oldStreams[i] != 0) {
                int place = place(oldStreams[i]);
                streams[place] = oldStreams[i];
                lasts[place] = oldLasts[i];
            }
        }
    }
}
