package org.commissionledger.api.dashboard;

import jakarta.servlet.http.HttpServletRequest;
import org.commissionledger.api.users.Invitations;
import org.commissionledger.api.users.Invitations.Invited;
import org.commissionledger.api.users.SignIn;
import org.commissionledger.api.users.SignIn.Outcome;
import org.commissionledger.api.users.SignIn.SignedIn;
import org.commissionledger.api.users.UserAccounts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** In and out. */
@Controller
class SignInController {

    private static final String REFUSED = "The email address or the password is not right.";
    private static final String THROTTLED = "There were too many attempts. Try again in 15 minutes.";

    private final SignIn signIn;
    private final Invitations invitations;
    private final OutsideSignIn outside;

    SignInController(SignIn signIn, Invitations invitations, OutsideSignIn outside) {
        this.outside = outside;
        this.signIn = signIn;
        this.invitations = invitations;
    }

    /** Whatever stands in its address, so that nobody is kept out by a link that was cut off. */
    @GetMapping("/sign-in")
    String form(HttpServletRequest request, Model model) {
        model.addAttribute("ended", Pages.parameter(request, "ended") != null);
        if (Pages.parameter(request, "refused") != null) {
            model.addAttribute("problem", "Nobody with that address was invited here.");
        }
        model.addAttribute("providers", outside.providers());
        model.addAttribute("to", safe(Pages.parameter(request, "to")));
        model.addAttribute("email", "");
        return "dashboard/sign-in";
    }

    @PostMapping("/sign-in")
    String signIn(
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String to,
            HttpServletRequest request,
            Model model) {
        model.addAttribute("providers", outside.providers());
        model.addAttribute("to", safe(to));
        model.addAttribute("email", email);
        return switch (signIn.password(email, password, request.getRemoteAddr())) {
            case Outcome.Accepted accepted -> in(request, accepted.user(), to);
            case Outcome.CodeWanted wanted -> {
                SessionUsers.beginHalf(request, wanted.user());
                yield "dashboard/sign-in-code";
            }
            case Outcome.Refused refused -> again(model, REFUSED, "dashboard/sign-in");
            case Outcome.Throttled throttled -> again(model, THROTTLED, "dashboard/sign-in");
        };
    }

    private static String in(HttpServletRequest request, SignedIn user, String to) {
        SessionUsers.begin(request, user);
        String wanted = safe(to);
        return "redirect:" + (wanted.isEmpty() ? "/" : wanted);
    }

    private static String again(Model model, String problem, String view) {
        model.addAttribute("problem", problem);
        return view;
    }

    @PostMapping("/sign-in/code")
    String code(
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String to,
            HttpServletRequest request,
            Model model) {
        SignedIn half = SessionUsers.half(request).orElse(null);
        if (half == null) {
            return "redirect:/sign-in";
        }
        model.addAttribute("to", safe(to));
        return switch (signIn.code(half, code)) {
            case Outcome.Accepted accepted -> in(request, accepted.user(), to);
            case Outcome.Throttled throttled -> again(model, THROTTLED, "dashboard/sign-in-code");
            case Outcome.Refused refused -> again(model, "The code is not right.", "dashboard/sign-in-code");
            case Outcome.CodeWanted wanted -> again(model, "The code is not right.", "dashboard/sign-in-code");
        };
    }

    @PostMapping("/sign-out")
    String signOut(HttpServletRequest request) {
        SessionUsers.end(request);
        return "redirect:/sign-in";
    }

    @GetMapping("/invitation/{token}")
    String invitation(@PathVariable String token, Model model) {
        model.addAttribute("good", invitations.find(token).isPresent());
        model.addAttribute("token", token);
        return "dashboard/invitation";
    }

    @PostMapping("/invitation/{token}")
    String accept(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String again,
            HttpServletRequest request,
            Model model) {
        Invited invited = invitations.find(token).orElse(null);
        model.addAttribute("good", invited != null);
        model.addAttribute("token", token);
        if (invited == null) {
            return "dashboard/invitation";
        }
        String fault = password.equals(again) ? UserAccounts.fault(password) : "The two passwords are not the same.";
        if (fault != null) {
            return again(model, fault, "dashboard/invitation");
        }
        if (!invitations.accept(invited, token, password)) {
            model.addAttribute("good", false);
            return "dashboard/invitation";
        }
        return in(request, new SignedIn(invited.organisation(), invited.userId()), "");
    }

    /** Only pages of the dashboard are led back to: nobody is sent elsewhere by a link that begins here. */
    private static String safe(@Nullable String to) {
        return to != null && to.matches("/dashboard(/[A-Za-z0-9._:/-]*)?(\\?[^\\\\\\s]*)?") ? to : "";
    }
}
