package io.gatefarm.gateway.client;

import io.gatefarm.gateway.admission.Admission;
import io.gatefarm.gateway.admission.Refusal;
import io.gatefarm.gateway.http.PlainText;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.gateway.socket.Upgrade;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.key.ClientIds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Where clients come in: a WebSocket request on any path becomes a {@link Connection}; every other request goes to the wrapped
 * handler.
 */
public final class Endpoint extends Handler.Wrapper {
    private static final String RETRY_AFTER_SECONDS = "1";

    private final Upgrade upgrade;
    private final ClientIds ids;
    private final Admission admission;
    private final Supplier<Optional<ConnectionContext>> contexts;
    private final GatewayMetrics metrics;

    /** @param contexts what new connections belong to; empty while none are taken */
    public Endpoint(
            Handler others,
            Upgrade upgrade,
            ClientIds ids,
            Admission admission,
            Supplier<Optional<ConnectionContext>> contexts,
            GatewayMetrics metrics) {
        super(others);
        this.upgrade = upgrade;
        this.ids = ids;
        this.admission = admission;
        this.contexts = contexts;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Upgrade.isAskedFor(request)) {
            return super.handle(request, response, callback);
        }
        int status = Upgrade.check(request);
        if (status == HttpStatus.SWITCHING_PROTOCOLS_101) {
            open(request, response, callback);
        } else {
            response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_VERSION, "13");
            PlainText.answer(response, callback, status, "not a WebSocket handshake of version 13");
        }
        return true;
    }

    private void open(Request request, Response response, Callback callback) {
        Optional<ConnectionContext> context = contexts.get();
        if (context.isEmpty() || context.get().forwarder().isFull()) {
            refuse(Refusal.NOT_READY, response, callback);
            return;
        }
        switch (admission.decide(request)) {
            case Admission.Decision.Refused refused -> refuse(refused.why(), response, callback);
            case Admission.Decision.Admitted admitted -> open(context.get(), admitted, request, response, callback);
        }
    }

    private void refuse(Refusal why, Response response, Callback callback) {
        metrics.upgradeRefused(why);
        if (why.isPassing()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        PlainText.answer(response, callback, why.status(), why.text());
    }

    private void open(
            ConnectionContext context,
            Admission.Decision.Admitted admitted,
            Request request,
            Response response,
            Callback callback) {
        Connection connection = null;
        try {
            Handshake handshake = handshake(request, admitted);
            connection = new Connection(
                    ids.next(), handshake, context, admitted.place(), handler -> upgrade.socket(request, handler));
            var made = connection;
            Callback answered = Callback.from(callback::succeeded, failure -> {
                made.leave(); // it will never open
                callback.failed(failure);
            });
            upgrade.accept(request, response, answered, handshake.subProtocol(), connection.socket());
        } catch (RuntimeException e) {
            if (connection == null) {
                admitted.place().leave();
            } else {
                connection.leave();
            }
            throw e;
        }
    }

    private static Handshake handshake(Request request, Admission.Decision.Admitted admitted) {
        var uri = request.getHttpURI();
        return new Handshake(
                Optional.ofNullable(uri.getPath()).orElse("/"),
                Optional.ofNullable(uri.getQuery()).orElse(""),
                headers(request),
                admitted.subProtocol(),
                admitted.from().address(),
                admitted.from().port(),
                Optional.ofNullable(
                                request.getConnectionMetaData().getConnector().getName())
                        .orElse(Handshake.DEFAULT_LISTENER));
    }

    private static Map<String, List<String>> headers(Request request) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.merge(field.getLowerCaseName(), List.of(String.valueOf(field.getValue())), Endpoint::joined);
        }
        return headers;
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }
}
