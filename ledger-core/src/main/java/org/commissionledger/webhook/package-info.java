/** Endpoints that are told what happened: who has them, what they hear of, and the secrets that sign what they are sent. */
@NullMarked
package org.commissionledger.webhook;

import org.jspecify.annotations.NullMarked;
