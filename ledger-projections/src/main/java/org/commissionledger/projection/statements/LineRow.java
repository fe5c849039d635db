package org.commissionledger.projection.statements;

import java.util.List;
import org.commissionledger.statement.StatementEvent.Refusal;
import org.commissionledger.statement.StatementLine;

/** @param refusals what the state did not allow when the line was applied */
public record LineRow(StatementLine line, List<Refusal> refusals) {}
