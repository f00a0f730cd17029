package io.gatefarm.redis.overview;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was read from Redis lately, for those who ask often and must not wait. It is read anew by {@link #refresh}, called every
 * second or two, as long as somebody has asked for it lately; one reading is under way at most. Thread-safe.
 */
final class Recent<T> {
    private static final Logger log = LoggerFactory.getLogger(Recent.class);
    /** An older reading says nothing. */
    private static final long VALID_NS = Duration.ofSeconds(10).toNanos();
    /** Who has not asked for so long does not scrape: two intervals of the slowest who do. */
    private static final long ASKED_NS = Duration.ofMinutes(2).toNanos();

    private final Supplier<CompletableFuture<T>> question;
    private final LongSupplier nanoTime;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile long askedAtNs;
    private volatile @Nullable Seen<T> last;

    private record Seen<T>(T value, long atNs) {}

    /** @param nanoTime as {@link System#nanoTime} */
    Recent(Supplier<CompletableFuture<T>> question, LongSupplier nanoTime) {
        this.question = question;
        this.nanoTime = nanoTime;
        this.askedAtNs = nanoTime.getAsLong(); // so that the first to ask finds something
    }

    /** Has it read, unless that is being done or nobody wants it. Neither blocks nor fails. */
    void refresh() {
        if (nanoTime.getAsLong() - askedAtNs > ASKED_NS || !reading.compareAndSet(false, true)) {
            return;
        }
        try {
            var unused = question.get().whenComplete((value, failure) -> {
                reading.set(false);
                if (value != null) {
                    last = new Seen<>(value, nanoTime.getAsLong());
                }
            });
        } catch (RuntimeException e) {
            reading.set(false);
            log.debug("it is read again", e);
        }
    }

    /** What was read; empty when Redis has not said so lately. */
    Optional<T> value() {
        long nowNs = nanoTime.getAsLong();
        askedAtNs = nowNs;
        Seen<T> seen = last;
        return seen == null || nowNs - seen.atNs > VALID_NS ? Optional.empty() : Optional.of(seen.value);
    }
}
