package org.commissionledger.api.notices;

/** Something that holds now and should be known. */
record Condition(NoticeKind kind, String subject, String detail) {

    boolean isOf(Notice notice) {
        return notice.kind() == kind && notice.subject().equals(subject);
    }
}
