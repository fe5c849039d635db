package org.commissionledger.api.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The position of what each client has written last by this node, for a minute: noted before the client is told. */
@Component
public class OwnWrites {

    private static final int CLIENTS = 10_000;

    private final Cache<String, Long> positions = Caffeine.newBuilder()
            .maximumSize(CLIENTS)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    /** Whoever makes the request has written up to there. */
    public void note(long position) {
        String client = client();
        if (client != null) {
            positions.asMap().merge(client, position, Math::max);
        }
    }

    /** Of whoever makes the request; null when they have written nothing. */
    @Nullable
    Long position() {
        String client = client();
        return client == null ? null : positions.getIfPresent(client);
    }

    private static @Nullable String client() {
        Caller caller = Caller.current();
        return caller == null ? null : caller.organisation() + " " + caller.clientId();
    }
}
