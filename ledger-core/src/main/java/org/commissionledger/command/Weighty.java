package org.commissionledger.command;

/** An aggregate that may hold much or little: a cache counts it by its weight. */
public interface Weighty {

    /** Things of some hundred bytes that it holds besides the aggregate itself. */
    int weight();
}
