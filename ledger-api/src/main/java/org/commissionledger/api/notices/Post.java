package org.commissionledger.api.notices;

import org.commissionledger.api.LedgerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/** Sends mail where {@code spring.mail.host} is set, and does nothing elsewhere. A letter that cannot be sent holds up nobody. */
@Component
public class Post {

    private static final Logger LOG = LoggerFactory.getLogger(Post.class);

    private final ObjectProvider<JavaMailSender> sender;
    private final LedgerSettings.Notifications settings;

    Post(ObjectProvider<JavaMailSender> sender, LedgerSettings settings) {
        this.sender = sender;
        this.settings = settings.notifications();
    }

    public boolean isOn() {
        return sender.getIfAvailable() != null;
    }

    public void send(String to, String subject, String text) {
        JavaMailSender available = sender.getIfAvailable();
        if (available == null) {
            return;
        }
        SimpleMailMessage letter = new SimpleMailMessage();
        letter.setFrom(settings.from());
        letter.setTo(to);
        letter.setSubject(subject);
        letter.setText(text);
        Thread.ofVirtual().name("post").start(() -> send(available, letter));
    }

    private static void send(JavaMailSender available, SimpleMailMessage letter) {
        try {
            available.send(letter);
        } catch (MailException e) {
            LOG.warn("A letter could not be sent: {}", e.getClass().getSimpleName()); // its text may name the person
        }
    }
}
