package io.gatefarm.examples.mvcpush;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.SessionAttribute;

/** The application's pages and its login, which knows people by a web session as any Spring MVC application does. */
@Controller
class PageController {
    private final WebSessions sessions;
    private final String gatewayUri;

    /** @param gatewayUri where browsers reach the gateway; {@code {host}} is the host under which they reach this application */
    PageController(WebSessions sessions, @Value("${mvc-push.gateway-uri}") String gatewayUri) {
        this.sessions = sessions;
        this.gatewayUri = gatewayUri;
    }

    @GetMapping("/")
    String page(@SessionAttribute(name = User.ATTRIBUTE, required = false) User user) {
        return user == null ? "redirect:/login" : "forward:/push.html";
    }

    @GetMapping("/login")
    String loginForm() {
        return "forward:/login.html";
    }

    @PostMapping("/login")
    String login(@RequestParam String name, @RequestParam String team, HttpServletRequest request) {
        User user;
        try {
            user = new User(name, team);
        } catch (IllegalArgumentException e) {
            return "redirect:/login?refused";
        }
        HttpSession before = request.getSession(false);
        if (before != null) {
            before.invalidate(); // an id that somebody may have planted, or another user's
        }
        HttpSession session = request.getSession(true);
        session.setAttribute(User.ATTRIBUTE, user);
        session.setAttribute(BoundClients.ATTRIBUTE, sessions.begin(user));
        return "redirect:/";
    }

    /** Ends the session, which lets its clients go. */
    @PostMapping("/logout")
    String logout(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        return "redirect:/login";
    }

    /** What the page must know to connect. */
    @GetMapping("/me")
    @ResponseBody
    Map<String, String> me(@SessionAttribute(User.ATTRIBUTE) User user, HttpServletRequest request) {
        return Map.of(
                "user", user.name(),
                "team", user.team(),
                "gateway", gatewayUri.replace("{host}", request.getServerName()));
    }
}
