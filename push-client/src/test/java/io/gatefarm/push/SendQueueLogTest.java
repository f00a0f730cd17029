package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonObject;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("other tests make Redis fail, which the same logger says")
final class SendQueueLogTest {
    @RegisterExtension
    final Farm farm = new Farm();

    private Logger log;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @BeforeEach
    void listen() {
        log = (Logger) LoggerFactory.getLogger(SendQueue.class);
        events.start();
        log.addAppender(events);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(events);
    }

    @Test
    void calls_refusedForTheCallersMistake_areNotLoggedAsFailuresOfRedis() {
        String client = farm.gateway().connect();
        var half = new JsonObject();
        half.addProperty("a", "x".repeat(40_000));
        answer(farm.client().setSession(client, half));
        var tooMuch = new JsonObject();
        tooMuch.addProperty("b", "x".repeat(40_000));

        assertThatThrownBy(() -> answer(farm.client().updateSession(client, tooMuch)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> farm.client().uids(new Cursor("no position", 10)))
                .isInstanceOf(IllegalArgumentException.class);

        settle();
        assertThat(events.list).isEmpty();
    }

    @Test
    void calls_refusedByRedis_areLoggedOnce() {
        farm.raw().call("SET", farm.redis().keys().uid("u"), "no hash");

        assertThatThrownBy(() -> answer(farm.client().sendToUid("u", "x")));
        assertThatThrownBy(() -> answer(farm.client().sendToUid("u", "x")));

        settle();
        assertThat(events.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains("calls to Redis fail, sends may be lost", "WRONGTYPE");
    }

    /** Until the queue has dealt with all calls; a stage completes just before. */
    private void settle() {
        var settled = new CompletableFuture<Boolean>();
        farm.client().whenSettled(() -> settled.complete(true));
        answer(settled);
    }
}
