package io.gatefarm.bench.push;

import io.gatefarm.bench.report.Usage;

/**
 * One measured run.
 *
 * @param sends with the right receipt
 * @param wrong sends that failed or whose receipt was wrong
 * @param missing frames that did not reach their gateway, or came too often
 */
public record PushRun(long sends, long wrong, long missing, Usage usage) {
    public double sendsPerSecond() {
        return sends * 1e9 / usage.elapsedNs();
    }

    public boolean clean() {
        return sends > 0 && wrong == 0 && missing == 0;
    }
}
