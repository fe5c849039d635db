package org.commissionledger.api.users;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes passwords with Argon2id. Each hash takes 16 MB and some 50 ms on purpose, so only a few are made at a time. */
@Component
class Passwords {

    static final int SHORTEST = 12;
    static final int LONGEST = 200;
    private static final int AT_ONCE = 4;

    private final PasswordEncoder argon2 = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final Semaphore room = new Semaphore(AT_ONCE);

    /** Of a password that nobody knows: what there is to compare with when there is no such user. */
    private final String nobodys = argon2.encode("nobody's, and never given to anyone");

    String hash(String password) {
        return withRoom(() -> String.valueOf(argon2.encode(password)));
    }

    /** Takes as long when there is nothing to compare with. */
    boolean matches(String password, @Nullable String hash) {
        boolean same = withRoom(() -> argon2.matches(
                password.length() > LONGEST ? password.substring(0, LONGEST) : password,
                hash == null ? nobodys : hash));
        return same && hash != null;
    }

    private <T> T withRoom(Supplier<T> work) {
        room.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            room.release();
        }
    }
}
