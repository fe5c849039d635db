package org.commissionledger.api.offline;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands behind a command: one file, and options with their values. */
record Options(@Nullable Path given, Map<String, String> values) {

    private static final Set<String> KNOWN = Set.of("--keys", "--checkpoints", "--organisation");

    /** The command was not given as it must be. */
    static final class Unusable extends RuntimeException {
        Unusable(String message) {
            super(message);
        }
    }

    static Options read(String[] arguments) {
        Path file = null;
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            String argument = arguments[i];
            if (KNOWN.contains(argument) && i + 1 < arguments.length) {
                values.put(argument, arguments[++i]);
            } else if (!argument.startsWith("--") && file == null) {
                file = Path.of(argument);
            } else {
                throw new Unusable("What is " + argument + "?");
            }
        }
        return new Options(file, Map.copyOf(values));
    }

    Path file() {
        if (given == null) {
            throw new Unusable("The file is missing.");
        }
        return given;
    }

    @Nullable
    String get(String option) {
        return values.get(option);
    }

    String require(String option) {
        String value = values.get(option);
        if (value == null) {
            throw new Unusable(option + " is missing.");
        }
        return value;
    }
}
