package org.commissionledger.api.dashboard;

import io.nayuki.qrcodegen.QrCode;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.commissionledger.api.users.SecondFactor;
import org.commissionledger.api.users.SignIn.SignedIn;
import org.commissionledger.api.users.UserAccounts;
import org.commissionledger.api.web.Caller;
import org.commissionledger.organisation.UserId;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What everybody may change of themselves: the password and the second factor. */
@Controller
class AccountController {

    private static final String HERE = "redirect:/dashboard/account";
    private static final String OR_TOO_MANY = ", or there were too many attempts; then try again in 15 minutes.";

    private final UserAccounts accounts;
    private final SecondFactor secondFactor;

    AccountController(UserAccounts accounts, SecondFactor secondFactor) {
        this.accounts = accounts;
        this.secondFactor = secondFactor;
    }

    @GetMapping("/dashboard/account")
    String account(Caller caller, Model model) {
        UserId user = new UserId(caller.clientId());
        boolean on = secondFactor.isOn(user);
        model.addAttribute("on", on);
        if (!on) {
            DashboardPage page = (DashboardPage) model.getAttribute("page");
            String secret = secondFactor.propose(caller.organisation(), user);
            String name = page == null ? "" : page.organisation() + ":" + page.email();
            String uri =
                    "otpauth://totp/" + encoded(name) + "?secret=" + secret + "&issuer=" + encoded("Commission Ledger");
            QrCode code = QrCode.encodeText(uri, QrCode.Ecc.MEDIUM);
            model.addAttribute("secret", secret.replaceAll("(.{4})(?!$)", "$1 "));
            model.addAttribute("otpauth", uri);
            model.addAttribute("qr", path(code));
            model.addAttribute("qrSize", code.size + 8);
        }
        return "dashboard/account";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The dark squares, as one path with a margin of four. */
    private static String path(QrCode code) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M').append(x + 4).append(' ').append(y + 4).append("h1v1h-1z");
                }
            }
        }
        return path.toString();
    }

    /** All sessions of the user end, this one begins anew. */
    @PostMapping("/dashboard/account/password")
    String password(
            Caller caller,
            @RequestParam(defaultValue = "") String present,
            @RequestParam(defaultValue = "") String wanted,
            @RequestParam(defaultValue = "") String again,
            HttpServletRequest request,
            RedirectAttributes told) {
        String fault = wanted.equals(again) ? UserAccounts.fault(wanted) : "The two new passwords are not the same.";
        if (fault == null && !accounts.changePassword(caller, present, wanted)) {
            fault = "The present password is not right" + OR_TOO_MANY;
        }
        if (fault != null) {
            told.addFlashAttribute("refused", fault);
            return HERE;
        }
        SessionUsers.begin(request, new SignedIn(caller.organisation(), new UserId(caller.clientId())));
        told.addFlashAttribute("done", "The password was changed. Other sessions of yours have ended.");
        return HERE;
    }

    @PostMapping("/dashboard/account/second-factor")
    String switchOn(Caller caller, @RequestParam(defaultValue = "") String code, RedirectAttributes told, Model model) {
        Optional<List<String>> codes =
                secondFactor.switchOn(caller.organisation(), new UserId(caller.clientId()), code);
        if (codes.isEmpty()) {
            told.addFlashAttribute("refused", "The code is not right. Look whether the clock of your device is.");
            return HERE;
        }
        model.addAttribute("codes", codes.get());
        return "dashboard/recovery-codes";
    }

    @PostMapping("/dashboard/account/second-factor/off")
    String switchOff(Caller caller, @RequestParam(defaultValue = "") String password, RedirectAttributes told) {
        if (!accounts.isPassword(caller, password)) {
            told.addFlashAttribute("refused", "The password is not right" + OR_TOO_MANY);
            return HERE;
        }
        secondFactor.switchOff(new UserId(caller.clientId()));
        told.addFlashAttribute("done", "The second factor is off.");
        return HERE;
    }
}
