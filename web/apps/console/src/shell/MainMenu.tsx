// The menu: the places the reader may enter, in labelled groups.
import { t } from "@siyu/i18n";
import { NavLink } from "react-router";
import { menu, type Place } from "../places.ts";
import { useMay } from "./session.ts";

export function MainMenu({ onChoose }: { onChoose?: () => void }) {
  const may = useMay();
  return (
    <nav className="sy-menu" aria-label={t("shell.main_menu")}>
      {menu(may).map(({ group, places }) => (
        <div key={group ?? "home"} className="sy-menu-group">
          {group && <div className="sy-menu-label">{t(`group.${group}`)}</div>}
          <ul>
            {places.map((place) => (
              <Item key={place.path} place={place} onChoose={onChoose} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Item({ place, onChoose }: { place: Place; onChoose: (() => void) | undefined }) {
  const Icon = place.menu?.icon;
  return (
    <li>
      <NavLink to={place.path} className="sy-menu-item" onClick={onChoose}>
        {Icon && (
          <span aria-hidden="true">
            <Icon />
          </span>
        )}
        {t(place.title)}
      </NavLink>
    </li>
  );
}
