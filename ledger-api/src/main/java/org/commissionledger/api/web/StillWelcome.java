package org.commissionledger.api.web;

/** Asked again and again by answers that last: whether a caller that was let in has been shut out since. */
@FunctionalInterface
public interface StillWelcome {

    boolean mayStillCall(Caller caller);
}
