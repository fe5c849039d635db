package org.commissionledger.api.database;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the service's own PostgreSQL is told; everything else is the server's default. */
public final class ServerSettings {

    private ServerSettings() {}

    /** By name, as in {@code postgresql.conf}. */
    public static Map<String, String> all() {
        Map<String, String> settings = new LinkedHashMap<>();
        // The library's defaults are made for throw-away databases: durability is put back first.
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("max_connections", "100");
        settings.put("shared_buffers", sharedMegabytes() + "MB");
        settings.put("max_wal_size", "4GB");
        settings.put("checkpoint_timeout", "15min");
        settings.put("wal_compression", "off");
        // Else whoever fills a file of the log waits until the next one, of 16 MB, is written full of zeros.
        settings.put("wal_init_zero", "off");
        settings.put("listen_addresses", "localhost");
        settings.put("log_error_verbosity", "terse"); // its details repeat rows
        return settings;
    }

    /**
     * An eighth of the machine, from 128 MB to 2 GB: the clients' own ids fall anywhere into the indexes, and what of them is not at hand
     * must be read and written again for each order.
     */
    private static long sharedMegabytes() {
        long eighth = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
                ? machine.getTotalMemorySize() / 8 / (1 << 20)
                : 0;
        return Math.clamp(eighth, 128, 2_048);
    }
}
