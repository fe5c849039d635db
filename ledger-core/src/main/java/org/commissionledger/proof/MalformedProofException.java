package org.commissionledger.proof;

/** A checkpoint, a key or a proof is not in the form that the ledger writes. The message says what is wrong, without its values. */
public final class MalformedProofException extends RuntimeException {

    public MalformedProofException(String message) {
        super(message);
    }
}
