package org.commissionledger.catalogue;

/** Where an integration meets its customers. */
public enum Channel {
    WEB,
    APP,
    EMAIL,
    IN_STORE,
    OTHER
}
