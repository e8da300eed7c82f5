package io.hookbridge.console.operator;

import io.hookbridge.console.frame.Shell;

import java.util.List;

/** The settings in force on this server. */
public record SettingsInForcePage(Shell shell, List<OperatorDesk.Setting> settings) {

    public String path() {
        return TenantsPage.PATH;
    }
}
