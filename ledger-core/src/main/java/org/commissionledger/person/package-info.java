/**
 * What identifies a person: sealed with a key of that person before it becomes part of an event, readable while the key exists, and
 * gone for good, in every copy of the history, once the key is destroyed.
 */
@NullMarked
package org.commissionledger.person;

import org.jspecify.annotations.NullMarked;
