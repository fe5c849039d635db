package org.commissionledger.api.web;

/** What is wrong with one field of a request. The detail never repeats the value. */
public record FieldError(String field, String code, String detail) {}
