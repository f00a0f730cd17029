package io.gatefarm.gateway.http;

import com.google.gson.Gson;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code /healthz}, {@code /readyz}, {@code /info} and {@code /metrics}, on the admin port. */
final class AdminEndpoint extends Handler.Abstract.NonBlocking {
    private static final Gson GSON = new Gson();

    private final AdminView view;

    AdminEndpoint(AdminView view) {
        this.view = view;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            PlainText.answer(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "GET only");
            return true;
        }
        switch (Request.getPathInContext(request)) {
            case "/healthz" -> PlainText.answer(response, callback, HttpStatus.OK_200, "ok");
            case "/readyz" -> {
                Optional<String> reason = view.notReady().get();
                int status = reason.isEmpty() ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
                PlainText.answer(response, callback, status, reason.orElse("ready"));
            }
            case "/info" -> {
                String json = GSON.toJson(view.facts().get()) + "\n";
                PlainText.answer(response, callback, HttpStatus.OK_200, "application/json", json);
            }
            case "/metrics" -> {
                String type = "text/plain; version=0.0.4; charset=utf-8";
                PlainText.answer(
                        response,
                        callback,
                        HttpStatus.OK_200,
                        type,
                        view.metrics().get());
            }
            default -> PlainText.answer(response, callback, HttpStatus.NOT_FOUND_404, "no such page");
        }
        return true;
    }
}
