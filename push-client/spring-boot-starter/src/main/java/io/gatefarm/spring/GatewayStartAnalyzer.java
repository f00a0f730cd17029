package io.gatefarm.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two lines why the {@code Gateway} bean cannot be made, where Spring would print a stack trace. */
final class GatewayStartAnalyzer extends AbstractFailureAnalyzer<GatewayStartException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, GatewayStartException cause) {
        return new FailureAnalysis("Gatefarm: " + cause.getMessage(), cause.action(), cause);
    }
}
