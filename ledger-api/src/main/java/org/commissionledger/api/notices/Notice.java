package org.commissionledger.api.notices;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One notice.
 *
 * @param subject what it is about, such as a projection's name
 * @param settledAt null while it holds
 */
public record Notice(
        UUID noticeId,
        NoticeKind kind,
        String subject,
        String detail,
        Instant raisedAt,
        @Nullable Instant settledAt) {}
