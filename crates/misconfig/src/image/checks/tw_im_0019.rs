//! Users who become root unasked.

use super::list;
use crate::image::Image;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0019",
        aliases: &[],
        title: "sudo should ask for a password",
        description: "Whoever takes over a process of this user is root with one more command.",
        severity: Severity::High,
        resolution: "Remove the rule: what a container needs to be root for is done while the image is built.",
        references: &["https://www.sudo.ws/docs/man/sudoers.man/"],
    },
    good: &["file 0440 etc/sudoers %sudo ALL=(ALL:ALL) ALL", ""],
    bad: &["file 0440 etc/sudoers.d/app app ALL=(ALL) NOPASSWD: ALL", "file 0440 etc/sudoers Defaults !authenticate"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    list(
        failures,
        image.passwordless().map(|(note, rule)| {
            let what = if rule.is_for_all { "all commands" } else { "some commands" };
            note.failure(format!("{} may run {what} without a password", rule.who))
        }),
    );
}
