/** Who may sign in: passwords, invitations and second factors. */
@NullMarked
package org.commissionledger.api.users;

import org.jspecify.annotations.NullMarked;
