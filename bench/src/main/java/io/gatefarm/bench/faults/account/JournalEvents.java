package io.gatefarm.bench.faults.account;

import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import io.gatefarm.worker.Events;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * Echoes the beginning of every message, and writes a line for each event as its callback begins: with one {@code write}, so that what
 * was handled is known even when the process is killed right after. The file's name is in the system property {@value #FILE}.
 *
 * <p>A message is {@code <connection> <number> <what>}, with anything behind it. What may be {@value #HALT}: the process ends at once;
 * {@code slow:<ms>}: the callback takes so long; {@code flood:<n>}: n answers of 1,000 bytes; anything else is only echoed.
 */
public final class JournalEvents implements Events {
    public static final String FILE = "gatefarm.bench.journal";

    /** A message that ends the worker's process. */
    public static final String HALT = "halt";

    private static final String GROUP = "everybody";
    private static final String SLOW = "slow:";
    private static final String FLOOD = "flood:";
    /** Characters of a message that are kept and echoed. */
    private static final int KEPT = 60;

    private final FileOutputStream journal;

    /** Made by the worker by name. */
    public JournalEvents() throws IOException {
        this.journal = new FileOutputStream(System.getProperty(FILE, "events.journal"), true);
    }

    @Override
    public void onConnect(Client client, Handshake handshake) throws IOException {
        write(client, JournalLine.Kind.OPEN, handshake.query());
        client.bindUid(handshake.query());
        client.joinGroup(GROUP);
    }

    @Override
    public void onMessage(Client client, Message message) throws Exception {
        String text = message.text();
        String kept = text.substring(0, Math.min(KEPT, text.length()));
        write(client, JournalLine.Kind.MESSAGE, kept);
        String[] parts = kept.split(" ", -1);
        String what = parts.length < 3 ? "" : parts[2];
        if (what.equals(HALT)) {
            Runtime.getRuntime().halt(1);
        } else if (what.startsWith(SLOW)) {
            Thread.sleep(Duration.ofMillis(number(what)));
        } else if (what.startsWith(FLOOD)) {
            flood(client, number(what));
        }
        client.send(kept);
    }

    private static long number(String what) {
        return Long.parseLong(what.substring(what.indexOf(':') + 1));
    }

    /** In steps, for more unanswered sends than 10,000 are refused. */
    private static void flood(Client client, long answers) {
        String answer = "x".repeat(1000);
        for (long i = 1; i <= answers; i++) {
            var sent = client.send(answer);
            if (i % 500 == 0) {
                var unused = sent.toCompletableFuture().join();
            }
        }
    }

    @Override
    public void onClose(Client client, CloseReason reason) throws IOException {
        write(client, JournalLine.Kind.CLOSE, reason.toString().toLowerCase(Locale.ROOT));
    }

    private void write(Client client, JournalLine.Kind kind, String text) throws IOException {
        var line =
                new JournalLine(System.nanoTime(), kind, client.id(), client.eventKey(), client.isRedelivered(), text);
        journal.write(line.written().getBytes(StandardCharsets.UTF_8));
    }
}
