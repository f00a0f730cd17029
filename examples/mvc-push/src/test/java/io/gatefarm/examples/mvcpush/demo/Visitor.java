package io.gatefarm.examples.mvcpush.demo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A person with a browser: one cookie jar, and as many open pages as wanted. */
final class Visitor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final List<OpenPage> pages = new ArrayList<>();
    private final String origin;

    Visitor(Demo demo) {
        this.origin = "http://localhost:" + demo.port();
    }

    static Visitor loggedIn(Demo demo, String name, String team) throws Exception {
        var visitor = new Visitor(demo);
        visitor.login(name, team);
        return visitor;
    }

    /** Returns where it led. */
    URI login(String name, String team) throws IOException, InterruptedException {
        return form("/login", "name=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "&team=" + team);
    }

    URI logout() throws IOException, InterruptedException {
        return form("/logout", "");
    }

    private URI form(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString()).uri();
    }

    JsonObject me() throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request("/me").build(), BodyHandlers.ofString());
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return postFrom(origin, path, json);
    }

    /** As a page of that origin would. */
    HttpResponse<String> postFrom(String origin, String path, String json) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    HttpResponse<String> bind(OpenPage page) throws IOException, InterruptedException {
        return post("/bind", "{\"client_id\":\"" + page.clientId() + "\"}");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path)).timeout(PATIENCE);
    }

    /** Connects to the gateway that the application names, and binds. */
    OpenPage open() throws Exception {
        OpenPage page = connect();
        HttpResponse<String> answer = bind(page);
        if (answer.statusCode() != 200) {
            throw new AssertionError("bind was answered " + answer.statusCode() + " " + answer.body());
        }
        return page;
    }

    /** Connects only. */
    OpenPage connect() throws Exception {
        var page = new OpenPage(URI.create(me().get("gateway").getAsString()));
        pages.add(page);
        return page;
    }

    @Override
    public void close() {
        pages.forEach(OpenPage::close);
    }
}
