package org.commissionledger.proof;

/** The history is not the one that was sealed before, or not whole: nothing is signed until somebody has looked. */
public final class SealingRefusedException extends RuntimeException {

    private final transient Finding finding;

    SealingRefusedException(Finding finding) {
        super(finding.toString());
        this.finding = finding;
    }

    public Finding finding() {
        return finding;
    }
}
