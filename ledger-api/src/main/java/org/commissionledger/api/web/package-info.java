/** What all endpoints share: input, answers, problems, request keys, pages. */
@NullMarked
package org.commissionledger.api.web;

import org.jspecify.annotations.NullMarked;
