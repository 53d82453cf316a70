package io.gatehouse.tests;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Http;
import io.gatehouse.testkit.http.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Just enough of a browser for Keycloak's pages: keeps cookies and sends forms. Follows no redirect by itself. */
public final class Browser {
    private static final Pattern FORM_ACTION = Pattern.compile("<form[^>]*\\saction=\"([^\"]+)\"");
    private static final Pattern PATH = Pattern.compile("(?i); *path=([^;]+)");
    private static final Pattern ADDRESS = Pattern.compile("(?:https?://[^/]+)?(/[^?#]*).*");

    private final Http http;
    private final Map<Cookie, String> cookies = new LinkedHashMap<>();

    private record Cookie(String name, String path) {}

    /** @param http where it sends its requests */
    public Browser(Http http) {
        this.http = http;
    }

    public Answer open(String address) {
        return kept(withCookies(http.get(address), address).send());
    }

    /** Fills in the only form of the page and sends it; names and values in turn. */
    public Answer submit(Answer page, String... namesAndValues) {
        Matcher action = FORM_ACTION.matcher(page.body());
        if (!action.find()) {
            throw new AssertionError("No form on the page of " + page.request() + ": " + page.body());
        }
        String address = action.group(1).replace("&amp;", "&");
        return kept(
                withCookies(http.post(address), address).form(namesAndValues).send());
    }

    /** Whether it keeps a cookie of this name that goes to the address. */
    boolean hasCookie(String name, String address) {
        return cookies.keySet().stream()
                .anyMatch(
                        cookie -> cookie.name().equals(name) && pathOf(address).startsWith(cookie.path()));
    }

    private Request withCookies(Request plain, String address) {
        Request request = plain.header("Accept", "text/html,*/*;q=0.8");
        String sent = cookies.entrySet().stream()
                .filter(cookie -> pathOf(address).startsWith(cookie.getKey().path()))
                .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return sent.isEmpty() ? request : request.header("Cookie", sent);
    }

    private Answer kept(Answer answer) {
        for (String text : answer.headers().allValues("Set-Cookie")) {
            String pair = text.split(";", 2)[0];
            int equals = pair.indexOf('=');
            Matcher path = PATH.matcher(text);
            Cookie cookie = new Cookie(pair.substring(0, equals), path.find() ? path.group(1) : "/");
            if (text.contains("Max-Age=0")) {
                cookies.remove(cookie);
            } else {
                cookies.put(cookie, pair.substring(equals + 1));
            }
        }
        return answer;
    }

    private static String pathOf(String address) {
        Matcher path = ADDRESS.matcher(address);
        return path.matches() ? path.group(1) : "/";
    }
}
