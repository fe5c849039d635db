package org.commissionledger.projection.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.commissionledger.identity.Sha256;

/**
 * Tells which lines one side has and the other lacks, in whatever order they come, without keeping them: the hashes of each of many buckets
 * are added up first, and only the lines of buckets that differ are looked at again.
 */
final class LineDifferences {

    private static final int BUCKETS = 1 << 16;

    private final long[] sums = new long[BUCKETS];
    private final MessageDigest sha256 = Sha256.digest();

    /** Gives its lines; the same ones each time. */
    @FunctionalInterface
    interface Side {
        void read(Consumer<String> line) throws SQLException;
    }

    /**
     * @param table as it is named to those who asked
     * @param most how many are named of each side
     */
    List<Difference> between(String table, Side stands, Side follows, int most) throws SQLException {
        stands.read(line -> add(line, 1));
        follows.read(line -> add(line, -1));
        Map<String, Integer> counts = new TreeMap<>();
        stands.read(line -> count(counts, line, 1));
        follows.read(line -> count(counts, line, -1));
        List<Difference> differences = new ArrayList<>();
        counts.forEach((line, count) -> {
            if (count != 0) {
                differences.add(new Difference(table, line, count > 0));
            }
        });
        return differences.stream().limit(2L * most).toList();
    }

    private void add(String line, int sign) {
        ByteBuffer hash = hash(line);
        sums[bucket(hash)] += sign * hash.getLong(Long.BYTES);
    }

    private void count(Map<String, Integer> counts, String line, int sign) {
        if (sums[bucket(hash(line))] != 0) {
            counts.merge(line, sign, Integer::sum);
        }
    }

    private ByteBuffer hash(String line) {
        return ByteBuffer.wrap(sha256.digest(line.getBytes(StandardCharsets.UTF_8)));
    }

    private static int bucket(ByteBuffer hash) {
        return hash.getInt(0) & (BUCKETS - 1);
    }
}
