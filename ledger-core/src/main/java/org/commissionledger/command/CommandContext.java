package org.commissionledger.command;

import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.organisation.OrganisationId;

/** In whose name a command is given: the organisation that it stays within, and what is stored with its events. */
public record CommandContext(OrganisationId organisation, EventMetadata metadata) {}
