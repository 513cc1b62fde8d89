import { Button, Menu, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { forgetToken } from "../api/session.ts";
import { useMe } from "../api/use-access.ts";
import { useShortcut, useShortcutKeys } from "../components/keyboard.ts";
import { destinations, isAt } from "./navigation.ts";
import { ShortcutHelp } from "./shortcut-help.tsx";
import classes from "./shell.module.css";

/** What surrounds every page: where one can go, who one is, and the keys. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [isHelpShown, setIsHelpShown] = useState(false);
  useShortcutKeys();
  useShortcut("?", () => setIsHelpShown(true), "Show these keys");
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        To the content
      </a>
      <header className={`${classes.bar ?? ""} no-print`}>
        <Link href="/runs" className={classes.brand}>
          <img src="/icon.svg" alt="" width={24} height={24} />
          Perf-Xi
        </Link>
        <nav aria-label="Pages" className={classes.links}>
          {destinations.map((destination) => (
            <NavigationLink key={destination.href} {...destination} />
          ))}
        </nav>
        <UnstyledButton className={classes.keys} onClick={() => setIsHelpShown(true)} aria-label="Keys">
          <kbd>?</kbd>
        </UnstyledButton>
        <Account />
      </header>
      <main id="content" tabIndex={-1} className={classes.content}>
        {children}
      </main>
      <ShortcutHelp opened={isHelpShown} onClose={() => setIsHelpShown(false)} />
    </div>
  );
}

function NavigationLink({ href, label, keys }: (typeof destinations)[number]) {
  const [path, go] = useLocation();
  const link = useRef<HTMLAnchorElement>(null);
  const isHere = isAt(path, href);
  useShortcut(keys, () => go(href), `Go to ${label}`);
  useEffect(() => {
    // On a narrow screen the bar scrolls sideways.
    if (isHere) link.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [isHere]);
  return (
    <Link ref={link} href={href} className={classes.link} aria-current={isHere ? "page" : undefined}>
      {label}
    </Link>
  );
}

const schemes: readonly { readonly value: MantineColorScheme; readonly label: string }[] = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "auto", label: "As the system" },
];

function Account() {
  const { data: me } = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={220} withinPortal>
      <Menu.Target>
        <Button variant="default" size="compact-md" className={classes.account}>
          {me?.name ?? "…"}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {me !== undefined && <Menu.Label>{me.roles.join(", ")}</Menu.Label>}
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        {schemes.map(({ value, label }) => (
          <Menu.Item
            key={value}
            onClick={() => setColorScheme(value)}
            rightSection={colorScheme === value ? <span>✓</span> : undefined}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component="a" href="/docs/api" target="_blank" rel="noreferrer">
          Reference of the API
        </Menu.Item>
        <Menu.Item onClick={forgetToken}>Log out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
