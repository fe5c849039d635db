package org.commissionledger.eventstore;

import org.jspecify.annotations.Nullable;

/** The first answer to a request, kept to be given again byte for byte. */
public record StoredAnswer(int status, @Nullable String location, String body) {}
