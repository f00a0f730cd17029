package io.gatefarm.redis.stream;

import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.ScriptRunner;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The stream {@code dead-letters}: events that failed for good, oldest first, to be looked at, handled again or thrown away. It
 * keeps some 10,000. Thread-safe; each method is one Redis call; stages fail with {@link
 * io.gatefarm.redis.connection.RedisUnavailableException} or {@link io.gatefarm.redis.connection.RedisRefusedException}.
 */
public final class DeadLetters {
    private static final Pattern ID = Pattern.compile("\\d{1,18}-\\d{1,18}");

    private final ScriptRunner scripts;
    private final Keys keys;
    private final ReplayLetter replayLetter;

    public DeadLetters(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
        this.replayLetter = new ReplayLetter(scripts, keys);
    }

    /**
     * A page of letters, oldest first.
     *
     * @param after id of the last letter of the page before, "" for the first page
     * @param limit letters at most
     */
    public CompletableFuture<List<DeadLetter>> list(String after, int limit) {
        Range<String> rest = after.isEmpty()
                ? Range.unbounded()
                : Range.from(Range.Boundary.excluding(checked(after)), Range.Boundary.unbounded());
        return read(rest, limit);
    }

    /**
     * A page of letters, newest first.
     *
     * @param before id of the last letter of the page before, "" for the first page
     * @param limit letters at most
     */
    public CompletableFuture<List<DeadLetter>> newest(String before, int limit) {
        Range<String> rest = before.isEmpty()
                ? Range.unbounded()
                : Range.from(Range.Boundary.unbounded(), Range.Boundary.excluding(checked(before)));
        return letters(scripts.commands().xrevrange(keys.deadLetters(), rest, Limit.from(limit)));
    }

    /** The letter of that id; empty when there is none any more. */
    public CompletableFuture<Optional<DeadLetter>> find(String id) {
        return read(Range.create(checked(id), id), 1)
                .thenApply(found -> found.stream().findFirst());
    }

    private CompletableFuture<List<DeadLetter>> read(Range<String> ids, int limit) {
        return letters(scripts.commands().xrange(keys.deadLetters(), ids, Limit.from(limit)));
    }

    private static CompletableFuture<List<DeadLetter>> letters(
            CompletionStage<List<StreamMessage<String, byte[]>>> read) {
        return RedisFailures.translated(read)
                .thenApply(found -> found.stream().map(DeadLetters::letter).toList());
    }

    private static DeadLetter letter(StreamMessage<String, byte[]> message) {
        Map<String, byte[]> body = message.getBody();
        String tries = text(body.get("tries"));
        return new DeadLetter(
                message.getId(),
                text(body.get("origin")),
                text(body.get("header")),
                body.getOrDefault("data", new byte[0]),
                text(body.get("source")),
                text(body.get("reason")),
                tries.isEmpty() ? 0 : Integer.parseInt(tries));
    }

    private static String text(byte @Nullable [] field) {
        return field == null ? "" : new String(field, StandardCharsets.UTF_8);
    }

    /**
     * Appends the letter's event again to its client's partition, behind what is there, and takes the letter away. Its new origin is
     * {@code letter:<id>}, which no worker has seen, and its header has {@code "again":true}. Safe to repeat.
     *
     * @return false when the letter is not there any more
     * @throws IllegalArgumentException when its event cannot be read
     */
    public CompletableFuture<Boolean> replay(DeadLetter letter) {
        ClientEvent event = letter.event()
                .orElseThrow(() -> new IllegalArgumentException(
                        "letter " + letter.id() + " holds no event that can be read: " + letter.header()));
        return replayLetter.run(letter.id(), ClientIds.partitionOf(event.clientId()));
    }

    /** Throws the letter away; false when it is not there any more. */
    public CompletableFuture<Boolean> drop(String id) {
        return RedisFailures.translated(scripts.commands().xdel(keys.deadLetters(), checked(id)))
                .thenApply(dropped -> dropped == 1);
    }

    private static String checked(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a letter's id looks like 1795329810123-0 but is \"" + id + "\"");
        }
        return id;
    }
}
